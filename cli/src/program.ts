import { text as readAll } from 'node:stream/consumers';
import { Command, InvalidArgumentError } from 'commander';
import { createApi } from './api.ts';
import { approve } from './commands/approve.ts';
import { apply, exportPlaybook, plan, validate } from './commands/files.ts';
import { list, schedules } from './commands/list.ts';
import { config, login } from './commands/login.ts';
import { history, logs } from './commands/logs.ts';
import { menu } from './commands/menu.ts';
import { pause, resume } from './commands/pause.ts';
import { run } from './commands/run.ts';
import { type TaskOptions, type TasksOptions, task, tasks } from './commands/tasks.ts';
import { test } from './commands/test.ts';
import { saveAccess, settingsPath } from './settings.ts';
import type { Answer, Shell } from './shell.ts';

/** What every command takes. */
export interface Globals {
  readonly origin?: string;
  readonly org?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
}
type Perform = (globals: Globals, act: (shell: Shell) => Promise<Answer>) => Promise<void>;
type TasksLine = TasksOptions & Partial<TaskOptions>;
type Environment = Readonly<Record<string, string | undefined>>;

const PATIENCE_S = 600;
const AFTER = `
Address and key come from playbooks login, or from PLAYBOOKS_ORIGIN and PLAYBOOKS_API_KEY.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 waits for a yes.
Without a command, in a terminal, there is a menu.`;

/** The commands with their arguments. A wrong line throws a `CommanderError`. */
export function createProgram(perform: Perform, env: Environment): Command {
  const program = new Command('playbooks')
    .description('Playbooks from the command line')
    .option('--origin <address>', 'where Playbooks is, such as https://playbooks.example.com')
    .option('--org <orgId>', 'the business, to be sure that the key is of this one')
    .option('--json', 'print one JSON value and nothing else')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', AFTER)
    .showHelpAfterError('(--help tells what there is)')
    .exitOverride();
  addLooking(program, perform);
  addDoing(program, perform);
  addFiles(program, perform);
  addOthers(program, perform, env);
  return program;
}

function addLooking(program: Command, perform: Perform): void {
  const groups = program.commandsGroup('See:');
  groups
    .command('list')
    .description('all playbooks: status, next and last start')
    .option('-a, --all', 'the archived ones, too')
    .action(({ all = false }: { all?: boolean }, command: Command) =>
      perform(command.optsWithGlobals(), (shell) => list(shell, { all })),
    );
  groups
    .command('schedules')
    .description('every schedule with its next occurrence')
    .action((_: unknown, command: Command) => perform(command.optsWithGlobals(), schedules));
  groups
    .command('history [playbook]')
    .description('the executions, the newest first')
    .option('-n, --limit <count>', 'how many', whole, 20)
    .option('-s, --status <status>', 'one or several, joined by commas')
    .option('-t, --text <words>', 'whole words that are in them')
    .action((playbook: string | undefined, options: Parameters<typeof history>[2], command: Command) =>
      perform(command.optsWithGlobals(), (shell) => history(shell, playbook, options)),
    );
  groups
    .command('logs <execution>')
    .description('one execution, step by step')
    .option('-f, --follow', 'go on until it ends')
    .option('--full', 'outputs whole')
    .option('--timeout <seconds>', 'how long to follow', whole, PATIENCE_S)
    .action((execution: string, options: Partial<Parameters<typeof logs>[2]>, command: Command) =>
      perform(command.optsWithGlobals(), (shell) =>
        logs(shell, execution, { full: false, follow: false, timeout: PATIENCE_S, ...options }),
      ),
    );
  groups
    .command('tasks [task]')
    .description('the tasks, or one of them; where it waits for a yes, says yes (--yes) or no')
    .option('-n, --limit <count>', 'how many', whole, 20)
    .option('-s, --status <status>', 'of one status')
    .option('-a, --agent <name>', 'of one agent')
    .option('--no', 'say no')
    .option('-r, --reason <text>', 'why')
    .action((id: string | undefined, { no = false, reason, ...rest }: TasksLine, command: Command) =>
      perform(command.optsWithGlobals(), (shell) =>
        id === undefined ? tasks(shell, rest) : task(shell, id, { no, reason }),
      ),
    );
  groups
    .command('config')
    .description('the business, what it lets happen by itself, and its limits')
    .action((_: unknown, command: Command) => perform(command.optsWithGlobals(), config));
}

function addDoing(program: Command, perform: Perform): void {
  const groups = program.commandsGroup('Do:');
  groups
    .command('run <playbook>')
    .description('start a playbook')
    .option('-i, --input <name=value>', 'an input; may be repeated', collect, [])
    .option('--dry-run', 'read for real, do nothing')
    .option('-w, --wait', 'show its steps until it ends')
    .option('--timeout <seconds>', 'how long to wait', whole, PATIENCE_S)
    .action((playbook: string, options: Partial<Parameters<typeof run>[2]>, command: Command) =>
      perform(command.optsWithGlobals(), (shell) =>
        run(shell, playbook, { input: [], dryRun: false, wait: false, timeout: PATIENCE_S, ...options }),
      ),
    );
  groups
    .command('test <playbook>')
    .description('what it would do, or would have done lately; only dry runs')
    .option('-i, --input <name=value>', 'an input; may be repeated', collect, [])
    .option('-e, --event <json>', 'the event that starts it: JSON, or a file with it')
    .option('-d, --days <count>', 'of the last days, at most 30', whole)
    .action((playbook: string, options: Parameters<typeof test>[2], command: Command) =>
      perform(command.optsWithGlobals(), (shell) => test(shell, playbook, options)),
    );
  groups
    .command('approve [approval]')
    .description('what waits for a yes; shows what will happen, asks, and says yes (--yes) or no')
    .option('--no', 'say no')
    .option('-r, --reason <text>', 'why')
    .option('--answer <text>', 'the answer to a question')
    .action(
      (id: string | undefined, { no = false, ...rest }: Partial<Parameters<typeof approve>[2]>, command: Command) =>
        perform(command.optsWithGlobals(), (shell) => approve(shell, id, { no, ...rest })),
    );
  groups
    .command('pause [playbook]')
    .description('nothing starts by itself any more, and what is under way stops between two steps')
    .option('--all', 'all that are active')
    .option('--until <day>', 'when it goes on by itself, as 2026-12-24')
    .action(
      (playbook: string | undefined, { all = false, until }: { all?: boolean; until?: string }, command: Command) =>
        perform(command.optsWithGlobals(), (shell) => pause(shell, playbook, { all, until })),
    );
  groups
    .command('resume [playbook]')
    .description('go on')
    .option('--all', 'all that this key has paused')
    .option('--held <what>', 'what becomes of what was held: latest, all or none', 'latest')
    .action((playbook: string | undefined, { all = false, held }: { all?: boolean; held: string }, command: Command) =>
      perform(command.optsWithGlobals(), (shell) => resume(shell, playbook, { all, held })),
    );
}

function addFiles(program: Command, perform: Perform): void {
  const groups = program.commandsGroup('Playbooks as files (YAML or JSON):');
  groups
    .command('export <playbook>')
    .description('a playbook as YAML, or as the file that is named')
    .option('-o, --output <file>', 'a file that ends in .yaml or .json')
    .action((playbook: string, options: { output?: string }, command: Command) =>
      perform(command.optsWithGlobals(), (shell) => exportPlaybook(shell, playbook, options)),
    );
  groups
    .command('validate <file...>')
    .description('whether files, or those of folders, say what a playbook can do')
    .action((files: string[], _: unknown, command: Command) =>
      perform(command.optsWithGlobals(), (shell) => validate(shell, files)),
    );
  groups
    .command('plan <file...>')
    .description('what applying them would create, change and leave')
    .option('--activate', 'new playbooks and drafts are to start by themselves')
    .action((files: string[], { activate = false }: { activate?: boolean }, command: Command) =>
      perform(command.optsWithGlobals(), (shell) => plan(shell, files, { activate })),
    );
  groups
    .command('apply <file...>')
    .description('make the playbooks what the files say')
    .option('--activate', 'new playbooks and drafts start by themselves')
    .action((files: string[], { activate = false }: { activate?: boolean }, command: Command) =>
      perform(command.optsWithGlobals(), (shell) => apply(shell, files, { activate })),
    );
}

function addOthers(program: Command, perform: Perform, env: Environment): void {
  const groups = program.commandsGroup('Else:');
  groups
    .command('login')
    .description('keep address and API key for this person; the key is asked for, or read from the standard input')
    .action((_: unknown, command: Command) => {
      const globals = command.optsWithGlobals<Globals>();
      return perform(globals, async (shell) =>
        login(shell, {
          origin: globals.origin ?? (env.PLAYBOOKS_ORIGIN || undefined),
          key: env.PLAYBOOKS_API_KEY || (process.stdin.isTTY ? undefined : await readAll(process.stdin)),
          orgId: globals.org ?? null,
          connect: (access) => createApi(access, shell.wire),
          save: async (access) => {
            await saveAccess(settingsPath(env), access);
            return settingsPath(env);
          },
        }),
      );
    });
  groups
    .command('menu')
    .description('choose instead of typing')
    .action((_: unknown, command: Command) => perform(command.optsWithGlobals(), menu));
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It takes a whole number from 1.');
  return number;
}
