import type { Business } from '../../../model/business.ts';

/** What a made-up business sells: name, category, price, cost. */
type Good = readonly [name: string, category: string, price: number, cost: number];

export const GOODS: Readonly<Record<Business, readonly Good[]>> = {
  shop: [
    ['Blue Dream 3.5 g', 'Flower', 35, 18],
    ['Gelato 3.5 g', 'Flower', 42, 22],
    ['Sour Diesel 3.5 g', 'Flower', 38, 20],
    ['Citrus Gummies', 'Edibles', 24, 11],
    ['Dark Chocolate Bar', 'Edibles', 22, 10],
    ['Mint Tincture', 'Wellness', 48, 25],
    ['Calm Balm', 'Wellness', 32, 15],
    ['Classic Pre-Roll', 'Pre-rolls', 12, 5],
    ['Pre-Roll Five-Pack', 'Pre-rolls', 45, 21],
    ['Rolling Papers', 'Accessories', 4, 1.2],
  ],
  online_store: [
    ['Linen Shirt', 'Clothing', 59, 24],
    ['Merino Socks', 'Clothing', 16, 6],
    ['Canvas Tote', 'Bags', 29, 11],
    ['Weekend Bag', 'Bags', 119, 55],
    ['Enamel Mug', 'Kitchen', 18, 7],
    ['Pour-Over Set', 'Kitchen', 64, 30],
    ['Soy Candle', 'Home', 24, 8],
    ['Wool Blanket', 'Home', 98, 46],
    ['Desk Plant', 'Home', 21, 9],
    ['Gift Card', 'Gifts', 50, 50],
  ],
  gym: [
    ['Protein Shake', 'Bar', 6, 2.4],
    ['Energy Bar', 'Bar', 3, 1.1],
    ['Water Bottle', 'Shop', 14, 6],
    ['Training Towel', 'Shop', 18, 8],
    ['Resistance Band', 'Shop', 12, 5],
    ['Yoga Mat', 'Shop', 35, 17],
  ],
  coach: [
    ['Strategy Call', 'Sessions', 150, 20],
    ['Monthly Coaching', 'Sessions', 600, 90],
    ['Half-Day Workshop', 'Workshops', 1_200, 300],
    ['Workbook', 'Materials', 29, 6],
  ],
  agency: [
    ['SEO Retainer', 'Retainers', 1_800, 700],
    ['Ads Management', 'Retainers', 1_200, 450],
    ['Landing Page', 'Projects', 2_500, 1_100],
    ['Site Audit', 'Projects', 490, 120],
  ],
};

/** What rivals of a made-up shop ask, in percent of its own price. */
export const RIVALS = [
  ['Higher Level', 0.86],
  ['Salt City', 1.04],
  ['Corner Store', 0.95],
] as const;

export const REVIEWS = [
  [5, 'Friendly people, and always in stock.'],
  [5, 'Quick and easy. I come back every week.'],
  [4, 'Good choice, parking is a bit of a search.'],
  [2, 'Had to wait half an hour, nobody said why.'],
  [5, 'They remembered my name!'],
  [1, 'My order was wrong and nobody answered the phone.'],
  [4, 'Fair prices.'],
] as const;
