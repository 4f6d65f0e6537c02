import type { Channel } from '../domain/channel.ts';
import type { MappedResponse, PushedFormView, PushedMapping } from '../domain/platform/pushed-form.ts';
import type { SettingField } from '../domain/platform/setting-field.ts';
import type { AuditView } from '../domain/source-health.ts';

/** A channel on a platform, as far as a form for its accounts needs it. */
export interface PlatformKind {
  channel: Channel;
  fields: readonly SettingField[];
  /** How often it is polled unless said otherwise; null: its items are only pushed. */
  pollSeconds: number | null;
  /** Whether its platform pushes what is new. */
  hasWebhook: boolean;
}

export interface PlatformSourceSave {
  id: string | null;
  channel: Channel;
  name: string;
  tags: string[];
  pollIntervalSeconds: number | null;
  settings: Record<string, string | boolean | string[]>;
  /** By the field's name: the secret itself, or `env:NAME`. What is left out stays. */
  secrets: Record<string, string>;
}

/** What the screens of channels and of other vendors' forms need of the desk. */
export interface PlatformsData {
  /** @returns what to tell, such as the address for its webhooks */
  savePlatformSource(save: PlatformSourceSave): Promise<string>;
  /** Where the platform pushes what is new; null while nobody knows. */
  webhookAddress(sourceId: string): Promise<string | null>;
  /** Words that an answer under a platform's review must not hold. */
  readForbiddenWords(): Promise<string[]>;
  /** Compares what the source holds of so many days with what arrived; `bring` takes the missing in. */
  auditSource(sourceId: string, of: { days: number; bring: boolean }): Promise<AuditView>;
  savePushedForm(form: { id: string; isRedirected: boolean; mapping: PushedMapping; tags: string[] }): Promise<void>;
  /** What the newest response would become; null without one. */
  previewPushedForm(id: string, mapping: PushedMapping): Promise<MappedResponse | null>;
  /** Makes tickets of responses of a period. @returns how many */
  redirectResponses(id: string, period: { from: string; to: string }): Promise<number>;
}

export interface PlatformSettings {
  kinds: PlatformKind[];
  pushedForms: PushedFormView[];
}
