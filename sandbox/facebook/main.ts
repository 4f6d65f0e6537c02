import { refusalAnswer } from '../graph/graph-error.ts';
import { createPlatformServer } from '../platform/platform-server.ts';
import { accountRoutes } from './admin/account-routes.ts';
import { talkRoutes } from './admin/talk-routes.ts';
import { webhookRoutes } from './admin/webhook-routes.ts';
import { connections, type PageConnection } from './connection.ts';
import { createWorld } from './create-world.ts';
import { commentReads } from './routes/comment-reads.ts';
import { commentWrites } from './routes/comment-writes.ts';
import { messageRoutes } from './routes/message-routes.ts';
import { postRoutes } from './routes/post-routes.ts';
import { subscriptionRoutes } from './routes/subscription-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';
import { fillWithSamples } from './samples/fill-with-samples.ts';
import { startTrickle } from './samples/trickle.ts';
import { unknownObject } from './unknown-object.ts';

export interface FacebookSandboxOptions {
  /** Where everything is kept; made when missing. */
  directory: string;
  /** A port to insist on; without it the last one is taken again, or a free one. */
  port?: number;
  /** Put the sample posts and comments in, once in the life of the folder. */
  samples?: boolean;
  /** Let another customer comment every so many seconds. */
  trickleSeconds?: number;
  /** Waits before webhooks are tried again. */
  retryMilliseconds?: readonly number[];
}

export interface FacebookSandbox {
  port: number;
  /** Stands for `https://graph.facebook.com`; the version comes behind it. */
  baseUrl: string;
  pages: PageConnection[];
  stop: () => Promise<void>;
}

/** Starts the stand-in of Facebook Pages on 127.0.0.1, persistent in one folder. */
export async function runFacebookSandbox(options: FacebookSandboxOptions): Promise<FacebookSandbox> {
  const world = createWorld(options.directory, options.retryMilliseconds);
  const server = createPlatformServer({
    routes: [tokenRoutes, postRoutes, subscriptionRoutes, messageRoutes, commentReads, commentWrites].flatMap(
      (routes) => routes(world),
    ),
    adminRoutes: [talkRoutes, accountRoutes, webhookRoutes].flatMap((routes) => routes(world)),
    faults: world.faults,
    writes: world.writes,
    unknownPath: ({ url }) =>
      refusalAnswer(() => {
        throw unknownObject(url.pathname);
      }),
  });
  const pages = connections(world);
  if (options.samples) fillWithSamples(world);
  const port = await server.start(options.port ?? 0, world.store.state.port);
  world.store.change((state) => {
    state.port = port;
  });
  const stopTrickle = options.trickleSeconds ? startTrickle(world, options.trickleSeconds) : () => {};
  return {
    port,
    baseUrl: `http://127.0.0.1:${port}`,
    pages,
    async stop() {
      stopTrickle();
      await server.stop();
      await world.webhooks.stop();
    },
  };
}
