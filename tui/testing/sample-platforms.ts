import { errorTable } from '../../domain/errors.ts';
import type { PushedFormView } from '../../domain/platform/pushed-form.ts';
import type { AuditView, SourceHealth } from '../../domain/source-health.ts';
import type { RequestSettings, SourceView } from '../data.ts';
import type { PlatformKind, PlatformsData, PlatformSourceSave } from '../platform-views.ts';

type Work = <Result>(result: () => Result) => Promise<Result>;

/** What the screens asked of platforms. */
export interface SamplePlatforms {
  savedSources: PlatformSourceSave[];
  savedForms: Parameters<PlatformsData['savePushedForm']>[0][];
  audits: { sourceId: string; bring: boolean }[];
}

const instagram: PlatformKind = {
  channel: 'instagram',
  pollSeconds: 60,
  hasWebhook: true,
  fields: [
    {
      name: 'route',
      label: 'Login',
      hint: 'How the token was given.',
      kind: 'choice',
      choices: [
        { id: 'instagram', label: 'Instagram Login' },
        { id: 'facebook-login', label: 'Facebook Login' },
      ],
      isRequired: true,
      standard: 'instagram',
    },
    { name: 'token', label: 'Token', hint: 'Of the account.', kind: 'secret', isRequired: true },
  ],
};
const supsisForm: PlatformKind = { channel: 'supsis-form', pollSeconds: null, hasWebhook: true, fields: [] };

const form: PushedFormView = {
  id: 'pushed-1',
  sourceId: 'source-3',
  source: 'Supsis',
  formId: 'frm1',
  name: 'Destek formu',
  isRedirected: false,
  tags: [],
  mapping: {},
  responseCount: 12,
  unticketedCount: 12,
  lastAt: '2026-11-23T08:00:00Z',
  fields: [
    { key: 'q1', label: 'E-posta' },
    { key: 'q2', label: 'Konu' },
  ],
};

const shop: SourceView = {
  id: 'source-2',
  channel: 'instagram',
  name: '@magaza',
  isOn: true,
  senderId: null,
  settings: { route: 'instagram' },
  tags: [],
  pollIntervalSeconds: 60,
  acknowledgement: null,
  lastPolledAt: '2026-11-23T09:00:00Z',
  lastItemAt: '2026-11-23T08:30:00Z',
  lastErrorCode: null,
  lastError: null,
  lastErrorAt: null,
};

const health: SourceHealth = {
  sourceId: 'source-2',
  state: 'stopped',
  account: { id: '17841400000000001', name: '@magaza' },
  lastPolledAt: '2026-11-23T09:00:00Z',
  lastItemAt: '2026-11-23T08:30:00Z',
  waitingCount: 2,
  parkedCount: 1,
  budgets: [{ name: 'reads', used: 50, calls: 200, seconds: 3600 }],
  usage: [{ name: 'instagram', percent: 62, until: null, toldAt: '2026-11-23T09:00:00Z' }],
  waitsUntil: null,
  tokenEndsAt: '2027-01-20T00:00:00Z',
  error: {
    code: 'PLATFORM_LOGIN_REJECTED',
    message: 'the token ended',
    mend: errorTable.PLATFORM_LOGIN_REJECTED.mend,
    at: '2026-11-23T03:00:00Z',
  },
  refused: [{ reason: 'bad-signature', count: 3, lastAt: '2026-11-23T02:00:00Z' }],
  audit: null,
};

const sampleAudit: AuditView = {
  id: 'audit-1',
  from: '2026-11-16T00:00:00Z',
  to: '2026-11-23T00:00:00Z',
  heldCount: 40,
  missing: [{ itemId: '17900000000000777', at: '2026-11-22T10:00:00Z', hint: 'Kargo nerede?' }],
  broughtCount: 0,
  error: null,
  ranAt: '2026-11-23T09:00:00Z',
};

export const samplePlatformSettings: Pick<RequestSettings, 'health' | 'platforms'> & { sources: SourceView[] } = {
  sources: [shop],
  health: [health],
  platforms: { kinds: [instagram, supsisForm], pushedForms: [form] },
};

export function samplePlatformsData(
  settings: () => RequestSettings,
  asked: SamplePlatforms,
  work: Work,
): PlatformsData {
  return {
    savePlatformSource: (save) => work(() => (asked.savedSources.push(save), `Source ${save.name} saved`)),
    readForbiddenWords: () => work(() => ['bedava']),
    webhookAddress: (sourceId) => Promise.resolve(`https://desk.example/webhooks/${sourceId}`),
    auditSource: (sourceId, { bring }) =>
      work(() => {
        asked.audits.push({ sourceId, bring });
        return bring ? { ...sampleAudit, broughtCount: 1 } : sampleAudit;
      }),
    savePushedForm: (saved) =>
      work(() => {
        asked.savedForms.push(saved);
        const { platforms } = settings();
        platforms.pushedForms = platforms.pushedForms.map((one) => (one.id === saved.id ? { ...one, ...saved } : one));
      }),
    previewPushedForm: (_id, mapping) =>
      work(() => ({
        subject: mapping.subject ? 'İade' : null,
        name: 'Ada',
        email: 'ada@example.com',
        phone: null,
        tags: [],
        text: 'E-posta: ada@example.com\nKonu: İade',
        draftReason: null,
      })),
    redirectResponses: () => work(() => 7),
  };
}
