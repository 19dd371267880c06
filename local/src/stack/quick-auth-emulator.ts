// Loaded before firebase-tools. Its Auth emulator compiles a validator for each parameter of the API it serves, and for
// each of them compiles and runs JSON Schema's own schema over firebase-tools' constant schemas: ten of the thirteen
// seconds that it takes to start. Requests are validated as before; only the check of those schemas is left out.
import { createRequire } from 'node:module';

const ofTools = createRequire(createRequire(import.meta.url).resolve('firebase-tools/package.json'));
const ofExegesis = createRequire(ofTools.resolve('exegesis'));
const { default: Ajv } = ofExegesis('ajv/dist/core') as { default: { prototype: { validateSchema(): boolean } } };
Ajv.prototype.validateSchema = () => true;
