import { describe, expect, it } from 'vitest';
import { findFirestoreJar } from './firestore-jar.ts';
import { findJava, MissingPartError } from './java.ts';

describe('what the machine lacks', () => {
  it('is said in one line when there is no Java', () => {
    expect(() => findJava({ PATH: '/nonexistent' })).toThrow(MissingPartError);
    expect(() => findJava({ PATH: '/nonexistent' })).toThrow(
      /^The Firestore emulator needs Java 17 .+install a JRE[^\n]+$/,
    );
  });

  it('is said when the environment names an emulator that is not there', async () => {
    const env = { FIRESTORE_EMULATOR_BINARY_PATH: '/nonexistent/emulator.jar' };
    await expect(findFirestoreJar(env)).rejects.toThrow(MissingPartError);
    await expect(findFirestoreJar(env)).rejects.toThrow('/nonexistent/emulator.jar');
  });
});
