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

/** As many as one likes, from some place on; beyond 576 there are namesakes, each with an address of his own. */
export function manyPeople(count: number, from = 0): Omit<Person, 'id'>[] {
  const firsts = NAMES.map((name) => name.split(' ')[0] ?? '');
  const lasts = NAMES.map((name) => name.split(' ')[1] ?? '');
  return Array.from({ length: count }, (_, at) => {
    const index = from + at;
    const first = firsts[index % firsts.length] ?? '';
    const last = lasts[(index + Math.floor(index / firsts.length)) % lasts.length] ?? '';
    return { name: `${first} ${last}`, email: `${first}.${last}.${index + 1}@example.com`.toLowerCase() };
  });
}
