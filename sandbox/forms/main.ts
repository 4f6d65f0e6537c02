import { FaultBoard } from '../platform/fault-board.ts';
import { createPlatformServer } from '../platform/platform-server.ts';
import { StateFile } from '../platform/state-file.ts';
import { WriteLog } from '../platform/write-log.ts';
import { adminRoutes } from './admin-routes.ts';
import { Deliverer } from './deliverer.ts';
import { noFaults } from './faults.ts';
import { ResponseDesk } from './response-desk.ts';
import { sampleForms } from './sample-forms.ts';
import { addSamples } from './samples.ts';
import { sampleSenders } from './senders.ts';
import { senderKinds, type FormsState, type SenderKind } from './state.ts';
import { startTrickle } from './trickle.ts';

export interface FormsSandboxOptions {
  /** Where everything is kept; made when missing. */
  directory: string;
  /** Port to insist on; without it the last one is taken again, or a free one. */
  port?: number;
  /** Put the sample responses in, once in the life of the folder. */
  samples?: boolean;
  /** Let somebody fill in a form every so many seconds. */
  trickleSeconds?: number;
  /** Where each kind of sender sends to; kept. */
  callbacks?: Partial<Record<SenderKind, string>>;
}

export interface SandboxSender {
  kind: SenderKind;
  /** The newest one; empty when it signs nothing. */
  secret: string;
  forms: { id: string; name: string }[];
}

export interface FormsSandbox {
  port: number;
  baseUrl: string;
  senders: SandboxSender[];
  stop: () => Promise<void>;
}

/** Starts the stand-in of the form vendors: an admin API on 127.0.0.1, and signed webhooks to the callbacks. */
export async function runFormsSandbox(options: FormsSandboxOptions): Promise<FormsSandbox> {
  const file = new StateFile(options.directory, freshState());
  const faults = new FaultBoard(noFaults);
  const writes = new WriteLog(options.directory);
  const deliverer = new Deliverer({ file, faults, writes });
  const desk = new ResponseDesk({ file, faults, deliverer });
  const server = createPlatformServer({
    routes: [],
    adminRoutes: adminRoutes(desk),
    faults,
    writes,
    unknownPath: () => ({ status: 404, body: { error: 'Form vendors only send.' } }),
  });
  if (options.samples) addSamples(desk);
  for (const kind of senderKinds) {
    const callback = options.callbacks?.[kind];
    if (callback) desk.connect(desk.sender(kind), callback);
  }
  desk.state.port = await server.start(options.port ?? 0, desk.state.port);
  desk.save();
  const stopTrickle = options.trickleSeconds ? startTrickle(desk, options.trickleSeconds) : () => {};
  return {
    port: desk.state.port,
    baseUrl: `http://127.0.0.1:${desk.state.port}`,
    senders: desk.state.senders.map(({ kind, secrets }) => ({
      kind,
      secret: secrets[0] ?? '',
      forms: desk.state.forms.filter((form) => form.kind === kind).map(({ id, name }) => ({ id, name })),
    })),
    async stop() {
      stopTrickle();
      deliverer.stop();
      await server.stop();
    },
  };
}

function freshState(): FormsState {
  return {
    port: 0,
    settings: {
      // As in Standard Webhooks the waits grow; there they end after days, here after minutes.
      retryMilliseconds: [200, 1000, 3000, 10_000, 30_000, 60_000, 60_000, 60_000, 120_000],
      // Standard Webhooks advises 15 to 30 s; Typeform waits 30 s, Tally 10 s.
      timeoutMilliseconds: { standard: 15_000, typeform: 30_000, tally: 10_000 },
    },
    senders: sampleSenders(),
    forms: sampleForms(),
    responses: [],
    deliveries: [],
    samplesAdded: false,
    told: 0,
  };
}
