/** A product as a menu lists it. Prices are dollars. */
export interface ShopProduct {
  id: string;
  name: string;
  category: string;
  size: string;
  price: number;
  inStock: boolean;
}

/** How a shop marks its prices up; the scanner must read all three. */
export type Markup = 'json-ld' | 'microdata' | 'opengraph';

export interface Shop {
  id: string;
  name: string;
  tagline: string;
  markup: Markup;
  products: ShopProduct[];
}

const flower = (id: string, name: string, price: number, inStock = true): ShopProduct => ({
  id,
  name,
  category: 'Flower',
  size: '3.5 g',
  price,
  inStock,
});
const other = (id: string, name: string, category: string, size: string, price: number): ShopProduct => ({
  id,
  name,
  category,
  size,
  price,
  inStock: true,
});

/** What our demo shop sells. Seeding turns it into the tenant's own products. */
export const OUR_PRODUCTS: readonly ShopProduct[] = [
  flower('blue-dream', 'Blue Dream', 35),
  flower('sour-diesel', 'Sour Diesel', 38),
  flower('northern-lights', 'Northern Lights', 32),
  flower('wedding-cake', 'Wedding Cake', 42),
  other('blueberry-gummies', 'Blueberry Gummies', 'Edibles', '10 x 10 mg', 20),
  other('calm-tincture', 'Calm Tincture 1:1', 'Wellness', '30 ml', 48),
];

/** The three competitors as they are at first. Only Higher Level Syracuse undercuts us: Blue Dream, by 15 %. */
export const SHOPS: readonly Shop[] = [
  {
    id: 'higher-level',
    name: 'Higher Level Syracuse',
    tagline: 'Downtown dispensary, open late',
    markup: 'json-ld',
    products: [
      flower('blue-dream', 'Blue Dream', 29.75),
      flower('sour-diesel', 'Sour Diesel', 39),
      flower('northern-lights', 'Northern Lights', 33),
      flower('wedding-cake', 'Wedding Cake', 44, false),
      other('blueberry-gummies', 'Blueberry Gummies', 'Edibles', '10 x 10 mg', 20),
      other('house-pre-roll', 'House Pre-Roll', 'Pre-Rolls', '1 g', 9),
    ],
  },
  {
    id: 'salt-city',
    name: 'Salt City Wellness',
    tagline: 'Feel well, upstate',
    markup: 'microdata',
    products: [
      flower('blue-dream', 'Blue Dream', 36.5),
      flower('northern-lights', 'Northern Lights', 32),
      flower('granddaddy-purple', 'Granddaddy Purple', 40),
      other('calm-tincture', 'Calm Tincture 1:1', 'Wellness', '30 ml', 49.95),
      other('sleep-capsules', 'Sleep Capsules', 'Wellness', '20 pieces', 28),
    ],
  },
  {
    id: 'lakeside',
    name: 'Lakeside Greens',
    tagline: 'Grown by the lake',
    markup: 'opengraph',
    products: [
      flower('blue-dream', 'Blue Dream', 37),
      flower('sour-diesel', 'Sour Diesel', 38),
      flower('wedding-cake', 'Wedding Cake', 45),
      other('blueberry-gummies', 'Blueberry Gummies', 'Edibles', '10 x 10 mg', 21.5),
      other('lake-effect-pre-roll', 'Lake Effect Pre-Roll', 'Pre-Rolls', '1 g', 10),
    ],
  },
];
