/** Made-up people. Their addresses lie where no mail ever arrives. */
const NAMES = [
  'Ada Lowe',
  'Ben Ortiz',
  'Carla Nguyen',
  'Dev Patel',
  'Elena Rossi',
  'Finn Walsh',
  'Grace Kim',
  'Hugo Marin',
  'Iris Cole',
  'Jonas Berg',
  'Kira Sato',
  'Liam Frost',
  'Maya Singh',
  'Noah Reyes',
  'Olga Petrova',
  'Pablo Cruz',
  'Quinn Abbott',
  'Rosa Silva',
  'Sam Whitaker',
  'Tara Hughes',
  'Uma Desai',
  'Victor Lang',
  'Wendy Choi',
  'Yusuf Demir',
] as const;

interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The first so many of them. */
export function people(count: number): Person[] {
  return NAMES.slice(0, count).map((name) => {
    const slug = name.toLowerCase().replaceAll(' ', '.');
    return { id: `sample-${slug.replace('.', '-')}`, name, email: `${slug}@example.com` };
  });
}
