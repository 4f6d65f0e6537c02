import { findPlatformChannel } from '../channels/table.ts';
import { accountAccess } from '../client/open-account.ts';
import { listSourceHealth } from '../database/platform/source-health.ts';
import { listSources } from '../database/sources.ts';
import type { SourceHealth } from '../domain/source-health.ts';
import type { DeskContext } from './context.ts';
import { examineAccount } from './doctor-accounts.ts';
import type { Finding } from './doctor.ts';
import { platformAccess } from './platform-access.ts';

/** Accounts on platforms: whether their settings hold, their secrets open, their last work went well, and nothing is missing. */
export async function examinePlatforms(context: DeskContext): Promise<Finding[]> {
  const access = await platformAccess(context);
  const health = await listSourceHealth(context.database, new Date().toISOString());
  const findings: Finding[] = [];
  for (const source of await listSources(context.database)) {
    const channel = findPlatformChannel(source.channel);
    if (!channel) continue;
    const open = async (): Promise<void> => {
      const account = accountAccess(access, source);
      const secrets = channel.fields.filter(({ kind, name }) => kind === 'secret' && source.settings[name]);
      for (const { name } of secrets) account.secret(name);
    };
    findings.push(await examineAccount(`source ${source.name}`, source, open));
    findings.push(
      ...gapOf(
        source.name,
        health.find(({ sourceId }) => sourceId === source.id),
      ),
    );
  }
  return findings;
}

function gapOf(name: string, health: SourceHealth | undefined): Finding[] {
  const missing = health?.audit ? health.audit.missing.length - health.audit.broughtCount : 0;
  if (missing <= 0) return [];
  const mend = `Take them in with \`deskhand source gaps "${name}" --bring\`.`;
  return [{ what: `source ${name}`, isOk: false, words: `${missing} missing by the last gap audit`, mend }];
}
