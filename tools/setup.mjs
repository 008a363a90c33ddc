// Makes a fresh checkout on a fresh machine able to build, test and show the project.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { find, root, run } from './command.mjs';

// command, or a file where there is none: Debian package that has it, and what we need it for
const demoCommands = {
  ip: ['iproute2', 'builds the labs'],
  unshare: ['util-linux', 'keeps labs away from the network of this machine'],
  nsenter: ['util-linux', 'enters a lab'],
  mount: ['mount', 'keeps labs away from the files of this machine'],
  ping: ['iputils-ping', 'proves who reaches whom'],
  nft: ['nftables', 'address translation and filters'],
};
const testCommands = {
  ...demoCommands,
  shellcheck: ['shellcheck', 'reads the generated scripts'],
  traceroute: ['traceroute', 'proves the way that packets take'],
  perl: ['perl-base', 'pings many addresses at once'],
  sysctl: ['procps', 'sets what a printed script (-n) sets'],
  busybox: ['busybox', 'a shell that generated scripts must run in'],
  mksh: ['mksh', 'a shell that generated scripts must run in'],
  dash: ['dash', 'a shell that generated scripts must run in'],
  git: ['git', 'keeps the example of a repository with labs in it'],
  nvim: ['neovim', 'an editor that the language server is tried in'],
  vim: ['vim', 'an editor that reads the syntax file and the findings'],
  '/usr/share/vim-ale/plugin/ale.vim': ['vim-ale', 'the linters of that editor'],
  'pre-commit': ['pre-commit', 'runs the hooks in that repository'],
  'linux.uml': ['user-mode-linux', 'a second kernel, whose first network namespace may be changed'],
  modprobe: ['kmod', 'gives the second kernel its modules'],
  'iptables-legacy': ['iptables', 'a firewall for the second kernel'],
};

/** Installs the packages of package-lock.json unless they are there already. */
export async function ensureDependencies() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  const stamp = join(root, 'node_modules/.netgen-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  if (!installedMatches(JSON.parse(lock))) {
    console.log('Installing the development packages of package-lock.json: npm ci --ignore-scripts');
    const { code } = await run(
      'npm',
      ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
      { show: true },
    );
    if (code !== 0) {
      console.error(`npm ci failed (exit ${code}): without its packages nothing can be built.`);
      process.exit(1);
    }
  }
  writeFileSync(stamp, digest);
}

/** Whether npm itself noted, at the end of an earlier install, the very versions that the lock asks for. */
function installedMatches(lock) {
  const note = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(note)) return false;
  const installed = JSON.parse(readFileSync(note, 'utf8')).packages;
  return Object.entries(lock.packages).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

/**
 * Installs the system's commands that are missing where that can be done, says so, and goes on where it cannot:
 * what needs a missing command is skipped, and says so in its turn.
 */
export async function ensureSystem({ for: purpose }) {
  const wanted = purpose === 'test' ? testCommands : demoCommands;
  const isThere = (name) => (isAbsolute(name) ? existsSync(name) : find(name) !== undefined);
  const missing = Object.keys(wanted).filter((name) => !isThere(name));
  if (missing.length === 0) return;

  const packages = [...new Set(missing.map((command) => wanted[command][0]))];
  console.log('This machine lacks:');
  for (const command of missing)
    console.log(`  ${command.padEnd(10)} ${wanted[command][1]} (package ${wanted[command][0]})`);

  const privilege = await privilegePrefix();
  if (find('apt-get') === undefined)
    return stayMissing(missing, 'there is no apt-get; install them with your package manager');
  if (privilege === undefined) {
    return stayMissing(missing, `that needs root; run: sudo apt-get install ${packages.join(' ')}`);
  }
  const aptGet = (...args) => {
    const [command, ...rest] = [...privilege, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return run(command, rest, { timeout: 900 });
  };
  console.log(`Installing: ${[...privilege, 'apt-get', 'install', ...packages].join(' ')}`);
  const update = await aptGet('update', '-q');
  const getting = (...names) => aptGet('install', '-q', '-y', '--no-install-recommends', ...names);
  const install = await getting(...packages);
  // one that this system does not know keeps the others from being installed
  if (install.code !== 0 && packages.length > 1) for (const name of packages) await getting(name);
  if (install.code !== 0) process.stdout.write((update.code === 0 ? '' : update.output) + install.output);
  const still = missing.filter((name) => !isThere(name));
  if (still.length > 0) stayMissing(still, 'apt-get could not install them, see above');
}

async function privilegePrefix() {
  if (process.getuid?.() === 0) return [];
  if (find('sudo') && (await run('sudo', ['-n', 'true'])).code === 0) return ['sudo', '-n'];
  return undefined;
}

function stayMissing(commands, why) {
  console.log(`Still missing: ${commands.join(', ')} (${why}). Going on without.`);
}
