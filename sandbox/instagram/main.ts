import { graphError } from '../graph/graph-error.ts';
import { createPlatformServer } from '../platform/platform-server.ts';
import { peopleRoutes } from './admin/people-routes.ts';
import { platformRoutes } from './admin/platform-routes.ts';
import { webhookRoutes } from './admin/webhook-routes.ts';
import { createInstagram } from './instagram.ts';
import { pageRoutes } from './routes/page-routes.ts';
import { privateReplyRoutes } from './routes/private-reply.ts';
import { readRoutes } from './routes/read-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';
import { writeRoutes } from './routes/write-routes.ts';
import { addSampleAccounts, addSamples } from './samples/add-samples.ts';
import { startTrickle } from './samples/trickle.ts';
import { type InstagramSandboxAccount, showAccount } from './show-account.ts';

export interface InstagramSandboxOptions {
  /** Where everything is kept; made when missing. */
  directory: string;
  /** Port to insist on; without it the last one is taken again, or a free one. */
  port?: number;
  /** Put sample media and comments in, once in the life of the folder. */
  samples?: boolean;
  /** Have a customer comment every so many seconds. */
  trickleSeconds?: number;
}

export interface InstagramSandbox {
  port: number;
  /** Stands for `https://graph.instagram.com` and, for accounts of the other route, `https://graph.facebook.com`. */
  baseUrl: string;
  accounts: InstagramSandboxAccount[];
  stop: () => Promise<void>;
}

/** A stand-in of the Instagram Graph API on 127.0.0.1, both login routes on one port. */
export async function runInstagramSandbox(options: InstagramSandboxOptions): Promise<InstagramSandbox> {
  const { directory, port: wanted = 0, samples = false, trickleSeconds } = options;
  const instagram = createInstagram(directory);
  const { state, faults, writes, pusher } = instagram;
  const server = createPlatformServer({
    routes: [tokenRoutes, privateReplyRoutes, pageRoutes, readRoutes, writeRoutes].flatMap((of) => of(instagram)),
    adminRoutes: [peopleRoutes, platformRoutes, webhookRoutes].flatMap((of) => of(instagram)),
    faults,
    writes,
    unknownPath: ({ url }) => graphError({ code: 2500, message: `Unknown path ${url.pathname}` }),
  });
  const port = await server.start(wanted, state.value.port);
  state.value.port = port;
  addSampleAccounts(instagram);
  if (samples) addSamples(instagram);
  state.save();
  const stopTrickle = trickleSeconds ? startTrickle(instagram, trickleSeconds) : () => undefined;
  return {
    port,
    baseUrl: instagram.baseUrl(),
    accounts: state.value.accounts.map(showAccount),
    async stop() {
      stopTrickle();
      await pusher.stop();
      await server.stop();
    },
  };
}
