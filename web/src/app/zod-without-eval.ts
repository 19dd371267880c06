// Before any schema is made: zod would try whether it may compile parsers with `new Function`, which the content security
// policy forbids, and browsers report.
import { z } from 'zod';

z.config({ jitless: true });
