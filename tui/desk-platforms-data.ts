import { listSourceHealth } from '../database/platform/source-health.ts';
import { listForbiddenAnswerWords } from '../database/forbidden-answer-words.ts';
import { listPushedForms } from '../database/pushed/list-pushed-forms.ts';
import { noteFault } from '../database/platform/pause-source.ts';
import { findSource } from '../database/sources.ts';
import { DeskError } from '../domain/errors.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import type { Actor } from '../domain/actor.ts';
import type { GivenSetting } from '../client/given-settings.ts';
import type { SettingsParts } from './desk-settings-data.ts';
import type { PlatformKind, PlatformsData, PlatformSourceSave } from './platform-views.ts';

type By = () => Promise<{ actor: Actor; now: string }>;

/** Accounts on platforms and forms of other vendors. Clients of platforms are loaded when one is first needed. */
export function platformsData(parts: SettingsParts, by: By): PlatformsData {
  const { database } = parts;
  return {
    savePlatformSource: async (save) => saveAccount(parts, save, await by()),
    readForbiddenWords: () => listForbiddenAnswerWords(database),
    webhookAddress: (sourceId) => Promise.resolve(parts.webhookAddress(sourceId)),
    auditSource: async (sourceId, of) => parts.auditSource(sourceId, { ...of, actor: (await by()).actor }),
    async savePushedForm(form) {
      const { savePushedForm } = await import('../database/pushed/save-pushed-form.ts');
      await savePushedForm(database, { ...form, ...(await by()) });
    },
    async previewPushedForm(id, mapping) {
      const { previewMapping } = await import('../database/pushed/preview-mapping.ts');
      return previewMapping(database, { formId: id, mapping });
    },
    async redirectResponses(formId, typed) {
      const { redirectOldResponses } = await import('../client/redirect-old-responses.ts');
      const { actor } = await by();
      const period = parts.readPeriod(typed);
      return (await redirectOldResponses(await parts.desk(), { formId, ...period, actor })).ticketCount;
    },
  };
}

/** How every source is, what may be added, and the forms of other vendors. */
export async function readPlatforms({ database }: SettingsParts) {
  const { platformChannels } = await import('../client/platform-kinds.ts');
  const kinds = platformChannels.map(({ channel, fields, pollSeconds, webhook }): PlatformKind => ({
    channel,
    fields,
    pollSeconds,
    hasWebhook: webhook !== null,
  }));
  const [health, pushedForms] = await Promise.all([
    listSourceHealth(database, new Date().toISOString()),
    listPushedForms(database),
  ]);
  return { health, platforms: { kinds, pushedForms } };
}

/** Switches a source on once its account has proven to work; what it was stopped for is over then. */
export async function switchAccountOn(
  parts: SettingsParts,
  { sourceId, actor, now }: { sourceId: string; actor: Actor; now: string },
): Promise<void> {
  const { switchSourceOn } = await import('../client/switch-source-on.ts');
  const source = await findSource(parts.database, sourceId);
  const access = await parts.platformAccess();
  await switchSourceOn(access, {
    source,
    actor,
    now,
    desk: await parts.desk(),
    publicUrl: parts.addressForPlatform(source),
  });
}

async function saveAccount(
  parts: SettingsParts,
  save: PlatformSourceSave,
  by: Awaited<ReturnType<By>>,
): Promise<string> {
  const { savePlatformSource } = await import('../client/save-platform-source.ts');
  const source = save.id ? await findSource(parts.database, save.id) : null;
  const { sourceId } = await savePlatformSource(await parts.platformAccess(), {
    ...by,
    source,
    channel: save.channel,
    name: save.name,
    given: { ...blankIsNone(save.settings), ...secretsOf(save.secrets) },
    tags: save.tags,
    pollIntervalSeconds: save.pollIntervalSeconds,
    senderId: source?.senderId ?? null,
    acknowledgement: source?.acknowledgement ?? null,
    desk: await parts.desk(),
  });
  if (source) return `Source ${save.name} saved`;
  try {
    await switchAccountOn(parts, { sourceId, ...by });
    return `Source ${save.name} added and switched on: its account works`;
  } catch (error) {
    await noteFault(parts.database, { sourceId, fault: asFault(error), now: by.now });
    return `Source ${save.name} added, but off: ${(error as Error).message}`;
  }
}

/** Stands on the source until it is switched on: a toast is gone in a moment. */
function asFault(error: unknown): PlatformFault {
  const { code, message } = error instanceof DeskError ? error : new DeskError('UNEXPECTED', String(error));
  return new PlatformFault(code, message, { effect: 'retry' });
}

/** A field left empty takes its setting away. */
function blankIsNone(settings: PlatformSourceSave['settings']): Record<string, GivenSetting | null> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value === '' ? null : value]));
}

function secretsOf(secrets: Record<string, string>): Record<string, GivenSetting> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, text]) => [
      name,
      text.startsWith('env:') ? { env: text.slice('env:'.length) } : { text },
    ]),
  );
}
