// Loads one module in a fresh process and tells how long that took and how large the process became.
const [, , path] = process.argv;
const before = performance.now();
await import(path);
const ms = performance.now() - before;
process.stdout.write(`${JSON.stringify({ ms, rssMb: process.memoryUsage.rss() / 1e6 })}\n`);
process.exit(0);
