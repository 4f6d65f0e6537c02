import { listAttributes } from '../database/attributes.ts';
import { listCalendars } from '../database/calendars.ts';
import { checkRedirection } from '../database/check-redirection.ts';
import { listDesigns, type DesignKind } from '../database/designs.ts';
import { listInbound } from '../database/list-inbound.ts';
import { listPriorities } from '../database/priorities.ts';
import { listLiveRules, pauseRule, removeRule, saveRule } from '../database/redirection-rules.ts';
import { listRepresentatives, removeRepresentative, saveRepresentative } from '../database/representatives.ts';
import { listSenders, removeSender } from '../database/senders.ts';
import { listSources, removeSource } from '../database/sources.ts';
import { listStatuses, removeStatus, saveStatus } from '../database/statuses.ts';
import { loadTagCatalogue } from '../database/tag-catalogue.ts';
import { listTeams, removeTeam, saveTeam } from '../database/teams.ts';
import { theDesk } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import { isOpen } from '../domain/calendar/is-open.ts';
import { calendarWords } from './calendar-words.ts';
import type { DeskData } from './data.ts';
import type { DesignsData } from './design-views.ts';
import type { Acting, DeskDataParts } from './desk-data.ts';
import { designsData } from './desk-designs-data.ts';
import { platformsData, readPlatforms } from './desk-platforms-data.ts';
import { mailAccountData } from './mail-account-data.ts';
import type { PlatformsData } from './platform-views.ts';

export type SettingsParts = DeskDataParts & { acting: Acting };

type SettingsData = Pick<
  DeskData,
  | 'readDirectory'
  | 'readSettings'
  | 'saveRule'
  | 'pauseRule'
  | 'removeRule'
  | 'testRule'
  | 'saveStatus'
  | 'removeStatus'
  | 'saveRepresentative'
  | 'removeRepresentative'
  | 'saveTeam'
  | 'removeTeam'
  | 'removeSource'
  | 'removeSender'
  | 'saveEmailSource'
  | 'switchSource'
  | 'switchSender'
  | 'pollSource'
  | 'saveSender'
> &
  DesignsData &
  PlatformsData;

/** Request Settings: read and saved through the database's verbs. */
export function settingsData(parts: SettingsParts): SettingsData {
  const { database, desk } = parts;
  const by = async () => ({ actor: await ownerOf(parts), now: new Date().toISOString() });
  return {
    async readDirectory() {
      const [statuses, priorities, representatives, teams] = await Promise.all([
        listStatuses(database),
        listPriorities(database),
        listRepresentatives(database),
        listTeams(database),
      ]);
      return {
        statuses,
        priorities,
        representatives,
        teams: teams.map(({ members, ...team }) => ({ ...team, memberIds: members.map(({ id }) => id) })),
      };
    },
    async readSettings() {
      const [rules, sources, senders, parked, tags, chatbots, forms, calendars, attributes, platforms] =
        await Promise.all([
          listLiveRules(database),
          listSources(database),
          listSenders(database),
          listInbound(database, { state: 'parked', limit: 100 }),
          loadTagCatalogue(database),
          readDesigns(parts, 'chatbot'),
          readDesigns(parts, 'form'),
          listCalendars(database),
          listAttributes(database),
          readPlatforms(parts),
        ]);
      const now = new Date().toISOString();
      return {
        ...platforms,
        chatbots,
        forms,
        calendars: calendars.map((calendar) => ({
          id: calendar.id,
          name: calendar.name,
          timeZone: calendar.timeZone,
          isOpenNow: isOpen(calendar, now),
          hours: calendarWords(calendar),
        })),
        attributes,
        rules: rules.map((rule) => ({ ...rule, tags: [...rule.tags], recipients: [...rule.recipients] })),
        sources: sources.map((source) => ({
          ...source,
          lastPolledAt: source.lastPolledAt?.toISOString() ?? null,
          lastItemAt: source.lastItemAt?.toISOString() ?? null,
          lastErrorAt: source.lastErrorAt?.toISOString() ?? null,
        })),
        senders: senders.map((sender) => ({ ...sender, lastErrorAt: sender.lastErrorAt?.toISOString() ?? null })),
        tags,
        parked,
      };
    },
    async saveRule({ id, tags, recipients }) {
      await checkRedirection(database, { tags, recipients });
      await saveRule(database, { ruleId: id, tags, recipients, ...(await by()) });
    },
    pauseRule: async (ruleId, isPaused) => pauseRule(database, { ruleId, isPaused, ...(await by()) }),
    removeRule: async (ruleId) => removeRule(database, { ruleId, ...(await by()) }),
    async testRule(ruleId) {
      const { sendRedirectionTest } = await import('../client/send-redirection-test.ts');
      const { results, skipped } = await sendRedirectionTest(await desk(), { ruleId });
      return [
        ...results.map(
          ({ address, outcome, words }) => `${address} ${outcome}${outcome === 'sent' ? '' : `: ${words}`}`,
        ),
        ...skipped.map(({ reason }) => `one recipient left out: ${reason}`),
      ];
    },
    async saveStatus(status) {
      await saveStatus(database, { ...status, ...(await by()) });
    },
    removeStatus: async (id) => removeStatus(database, { id, ...(await by()) }),
    async saveRepresentative({ osUser, ...person }) {
      await saveRepresentative(database, { ...person, osUser: osUser || null, ...(await by()) });
    },
    removeRepresentative: async (id) => removeRepresentative(database, { id, ...(await by()) }),
    async saveTeam(team) {
      await saveTeam(database, { ...team, ...(await by()) });
    },
    removeTeam: async (id) => removeTeam(database, { id, ...(await by()) }),
    removeSource: async (sourceId) => removeSource(database, { sourceId, ...(await by()) }),
    removeSender: async (id) => removeSender(database, { id, ...(await by()) }),
    ...mailAccountData(parts, by),
    ...designsData(parts, by),
    ...platformsData(parts, by),
  };
}

async function readDesigns({ database, addressOf }: SettingsParts, kind: DesignKind) {
  const designs = await listDesigns(database, kind);
  return designs.map(({ id, name, title, isOn, publishedVersion, latestVersion }) => {
    return { id, kind, name, title, isOn, publishedVersion, latestVersion, url: addressOf(kind, name) };
  });
}

/** Before there is anybody, the first settings are made in the desk's own name. */
async function ownerOf({ database, acting }: SettingsParts) {
  if (acting.me) return acting.actor();
  if ((await listRepresentatives(database)).length === 0) return theDesk;
  throw new DeskError('REFUSED', 'nobody has said who you are; type :as NAME');
}
