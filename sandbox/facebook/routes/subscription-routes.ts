import { GraphRefusal } from '../../graph/graph-error.ts';
import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import { type GraphCall, readRoute, writeRoute } from '../graph-call.ts';
import { mustActAs, pageRights } from '../page-rights.ts';
import type { Page } from '../store/facebook-state.ts';
import { unknownObject } from '../unknown-object.ts';

const PATH = '([0-9]+)/subscribed_apps';

/** Some of the fields that a Page has; `comments` is none of them (Graph API webhooks reference, Page). */
const KNOWN_FIELDS = ['feed', 'mention', 'messages', 'message_reactions', 'messaging_postbacks', 'name', 'ratings'];

/** Which of the Page's webhooks the app gets (Pages API, "Webhooks for Pages"). */
export function subscriptionRoutes(world: FacebookWorld): PlatformRoute[] {
  const setFields = (page: Page, fields: string[]): object => {
    world.store.change(() => {
      page.subscribedFields = fields;
    });
    return { success: world.faults.now.subscribeAnswersText ? 'true' : true };
  };
  return [
    writeRoute(world, ['POST', PATH], (call) =>
      setFields(pageOf(world, call), fieldsOf(call.parameters['subscribed_fields'])),
    ),
    writeRoute(world, ['DELETE', PATH], (call) => setFields(pageOf(world, call), [])),
    readRoute(world, PATH, (call) => {
      const { subscribedFields } = pageOf(world, call);
      const app = { id: world.store.state.app.appId, name: 'Desk', subscribed_fields: subscribedFields };
      return { data: subscribedFields.length > 0 ? [app] : [] };
    }),
  ];
}

function pageOf(world: FacebookWorld, call: GraphCall): Page {
  const [pageId = ''] = call.parts;
  const page = world.store.page(pageId);
  if (!page) throw unknownObject(pageId);
  mustActAs(world, call, { pageId, right: pageRights.webhooks });
  return page;
}

function fieldsOf(given: unknown): string[] {
  const fields = Array.isArray(given) ? given.map(String) : typeof given === 'string' ? given.split(',') : [];
  const unknown = fields.find((field) => !KNOWN_FIELDS.includes(field));
  if (fields.length === 0 || unknown !== undefined)
    throw new GraphRefusal({ code: 100, message: `Param subscribed_fields must be of ${KNOWN_FIELDS.join(', ')}` });
  return fields;
}
