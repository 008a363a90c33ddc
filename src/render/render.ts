import type Handlebars from 'handlebars';
import runtime from 'handlebars/runtime.js';
import type { Plan, Step } from '../plan/plan.ts';
import type { SourceText } from '../text/source-text.ts';
import { fileLabel } from './places.ts';
import { renderStep } from './steps.ts';
import { pieces, templates } from './templates.gen.ts';

/** The pieces of the fixed part, in the order in which each kind of script has them. */
const fixedParts = {
  script: Object.keys(pieces).filter((name) => /^\d/.test(name)),
  teardown: ['10-say.sh', '60-undo.sh', '80-run.sh', 'teardown-main.sh'],
} as const;

// the runtime's own types say nothing of what it exports
const handlebars = (runtime as unknown as typeof Handlebars).create();

/** The whole script of a machine: `up`, `down` and the rest. */
export function renderScript(plan: Plan, source: SourceText): string {
  return layout('script.sh', {
    ...identity(plan, source),
    digest: plan.digest,
    group: plan.group,
    tools: [
      'ip',
      'nsenter',
      'flock',
      'lsns',
      'ping',
      ...(plan.steps.some(({ step }) => step === 'links') ? ['unshare'] : []),
      ...(plan.steps.some(({ step }) => step === 'table') ? ['nft'] : []),
    ].join(' '),
    blocks: blocks(plan.steps, source),
    fixed: fixed('script'),
  });
}

/** A script that does `down` alone. */
export function renderTeardown(plan: Plan, source: SourceText): string {
  return layout('teardown.sh', {
    ...identity(plan, source),
    tools: 'ip flock lsns',
    fixed: fixed('teardown'),
  });
}

function identity(plan: Plan, source: SourceText): Readonly<Record<string, unknown>> {
  return { lab: plan.lab, host: plan.host, id: plan.id, file: fileLabel(source.name) };
}

/** Steps of one kind that are one line each stand together; everything else stands apart. */
function blocks(steps: readonly Step[], source: SourceText): readonly (readonly string[])[] {
  const found: string[][] = [];
  let last: Step['step'] | undefined;
  for (const step of steps) {
    const lines = renderStep(step, source).map((line) => `  ${line}`);
    const joins = lines.length <= 2 && last === step.step;
    if (joins) found.at(-1)?.push(...lines);
    else found.push(lines);
    last = step.step;
  }
  return found;
}

function fixed(kind: keyof typeof fixedParts): string {
  return fixedParts[kind]
    .map((name) => pieces[name])
    .join('\n')
    .trimEnd();
}

function layout(name: string, context: Readonly<Record<string, unknown>>): string {
  const template = handlebars.template(templates[name] as TemplateSpecification);
  return `${template(context).trimEnd()}\n`;
}
