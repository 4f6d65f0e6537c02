import { FaultBoard } from '../platform/fault-board.ts';
import { createPlatformServer, type PlatformServer } from '../platform/platform-server.ts';
import { StateFile } from '../platform/state-file.ts';
import { WriteLog } from '../platform/write-log.ts';
import { sampleSellers } from './accounts.ts';
import { adminRoutes } from './admin-routes.ts';
import { usualForbiddenWords } from './answer-review.ts';
import { noFaults } from './faults.ts';
import { QuestionBook, type QuestionBookParts } from './question-book.ts';
import { QuestionFile } from './question-file.ts';
import { trendyolRoutes, unknownPath } from './routes.ts';
import { addSamples } from './samples.ts';
import type { ApiKeys, TrendyolState } from './state.ts';
import { startTrickle } from './trickle.ts';

export interface TrendyolSandboxOptions {
  /** Where everything is kept; made when missing. */
  directory: string;
  /** Port to insist on; without it the last one is taken again, or a free one. */
  port?: number;
  /** Put the sample questions in, once in the life of the folder. */
  samples?: boolean;
  /** Let a customer ask every so many seconds. */
  trickleSeconds?: number;
}

export interface SandboxSeller extends ApiKeys {
  sellerId: number;
  storeName: string;
  /** The stage takes these, and only these. */
  stageKeys: ApiKeys;
}

export interface TrendyolSandbox {
  port: number;
  baseUrl: string;
  /** The stage: 503 until `POST /sandbox/stage {"addressRegistered":true}`. */
  stageUrl: string;
  sellers: SandboxSeller[];
  stop: () => Promise<void>;
}

/** Starts the stand-in of Trendyol's marketplace Q&A on 127.0.0.1, production and stage, persistent in one folder. */
export async function runTrendyolSandbox(options: TrendyolSandboxOptions): Promise<TrendyolSandbox> {
  const parts: QuestionBookParts = {
    file: new StateFile(options.directory, freshState()),
    questions: new QuestionFile(options.directory),
    faults: new FaultBoard(noFaults),
    writes: new WriteLog(options.directory),
  };
  const book = new QuestionBook(parts);
  const { state } = book;
  if (options.samples) addSamples(book);
  const production = server(parts, { book, isStage: false });
  const stage = server(parts, { book, isStage: true });
  state.port = await production.start(options.port ?? 0, state.port);
  state.stagePort = await stage.start(0, state.stagePort);
  book.save();
  const stopTrickle = options.trickleSeconds ? startTrickle(book, options.trickleSeconds) : () => {};
  return {
    port: state.port,
    baseUrl: `http://127.0.0.1:${state.port}`,
    stageUrl: `http://127.0.0.1:${state.stagePort}`,
    sellers: state.sellers.map(({ sellerId, storeName, keys, stageKeys }) => ({
      sellerId,
      ...keys,
      storeName,
      stageKeys,
    })),
    async stop() {
      stopTrickle();
      await Promise.all([production.stop(), stage.stop()]);
    },
  };
}

function server(
  { faults, writes }: QuestionBookParts,
  { book, isStage }: { book: QuestionBook; isStage: boolean },
): PlatformServer {
  const routes = trendyolRoutes({ book, faults, isStage });
  return createPlatformServer({ routes, adminRoutes: adminRoutes(book), faults, writes, unknownPath });
}

function freshState(): TrendyolState {
  return {
    port: 0,
    stagePort: 0,
    clockAheadMilliseconds: 0,
    stageAddressRegistered: false,
    settings: { reviewMilliseconds: 2000, refusalsUntilClosed: 3, forbiddenWords: usualForbiddenWords },
    sellers: sampleSellers(),
    lastQuestionId: 355_000_100,
    lastAnswerId: 71_000_000,
    samplesAdded: false,
    trickled: 0,
  };
}
