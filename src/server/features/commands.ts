import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { compile } from '../../compile.ts';
import { isError } from '../../diagnostic/diagnostic.ts';
import { ask } from '../../forwarding/ask.ts';
import { networkOf } from '../../forwarding/network.ts';
import { Reachability } from '../../forwarding/reachability.ts';
import { nodeName } from '../../model/lab.ts';
import { type Named, nodeNamed, targetNamed } from '../../model/questions.ts';
import { countOf } from '../../report/count.ts';
import { matrixText } from '../../report/reachability/matrix-text.ts';
import { traceText } from '../../report/reachability/trace-text.ts';
import type { Feature } from '../feature.ts';
import type { Session } from '../session.ts';
import type { OpenLab } from '../snapshot.ts';

/** Answers a text; what keeps it from being carried out is thrown as a ResponseError. */
type Command = (lab: OpenLab, words: Words, session: Session) => string;

/** The object that stands behind a command. */
interface Words {
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  readonly host: string | undefined;
}

const known: Readonly<Record<string, Command>> = {
  /** The script of a lab; of one with several hosts, that of the host that is named. */
  'netgen.build': ({ analysis: { source } }, { host }, { settings }) => {
    const { diagnostics, scripts } = compile(source, { levels: settings.levels });
    if (diagnostics.some(isError)) throw refused(`${countOf(diagnostics)}; there is no script`);
    const names = scripts.flatMap(({ host }) => host ?? []);
    const wanted = host === undefined ? scripts : scripts.filter((script) => script.host === host);
    const [script, ...more] = wanted;
    if (!script || more.length > 0) throw refused(`say which host’s script: ${names.join(', ')}`);
    return script.text;
  },

  /** A packet's way from a node to a node, a NODE:DEVICE or an address. */
  'netgen.trace': (lab, words) => {
    const { source } = lab.analysis;
    const network = networkOf(askable(lab).lab);
    const from = found(nodeNamed(network.lab, words.from));
    const to = found(targetNamed(network.lab, words.to));
    const asked = ask(network, from, to);
    if (asked.echoes.length === 0)
      throw refused(`${nodeName(from)} and ${to.text} have no addresses of one family: nothing can be sent`);
    return traceText(network, asked, source, false);
  },

  /** Which node reaches which, and why not. */
  'netgen.reach': (lab) => {
    const reachability = new Reachability(networkOf(askable(lab).lab));
    return matrixText(reachability, lab.analysis.source, false);
  },
};

interface Asked {
  readonly textDocument: { readonly uri: string };
}

export const commands: Feature = {
  offers: () => ({ executeCommandProvider: { commands: Object.keys(known) } }),
  listen: (session) => {
    session.connection.onExecuteCommand(({ command, arguments: [given] = [] }, token) => {
      const run = known[command];
      const words = wordsOf(given);
      if (!run) return new ResponseError(ErrorCodes.InvalidParams, `there is no command ${command}`);
      const answer = session.answering<Asked, string | ResponseError>(
        command,
        new ResponseError(LSPErrorCodes.RequestFailed, `${words.uri} is no open lab`),
        (lab) => run(lab, words, session),
      );
      return answer({ textDocument: words }, token);
    });
  },
};

function wordsOf(given: unknown): Words {
  const { uri, from, to, host } = (given ?? {}) as Partial<Record<keyof Words, unknown>>;
  return {
    uri: String(uri),
    from: String(from),
    to: String(to),
    host: host === undefined ? undefined : String(host),
  };
}

/** Of a lab that could not be read or resolved nothing can be asked. */
function askable({ analysis }: OpenLab): OpenLab['analysis'] {
  const errors = analysis.broken.filter(isError);
  if (errors.length > 0) throw refused(`${countOf(errors)}: nothing can be asked of this lab`);
  return analysis;
}

function found<T>(named: Named<T>): T {
  if ('why' in named) throw refused(named.why);
  return named.found;
}

function refused(why: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, why);
}
