// Loaded first by every function worker (NODE_OPTIONS). firebase-tools starts its own Tasks emulator whenever there are
// functions, and overwrites CLOUD_TASKS_EMULATOR_HOST with its address; that one ignores scheduleTime and can drop tasks.
const host = process.env.LOCAL_TASKS_EMULATOR_HOST;
if (host !== undefined && process.env.FUNCTIONS_EMULATOR === 'true') process.env.CLOUD_TASKS_EMULATOR_HOST = host;
