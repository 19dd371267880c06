// Runs before each test file of a suite that talks to the emulator, and before what that file imports.
import { expect } from 'vitest';
import { projectOf } from './project-of.ts';

process.env.GCLOUD_PROJECT = projectOf(expect.getState().testPath ?? '');
