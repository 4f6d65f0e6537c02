import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import { accountSecret } from '../account-secret.ts';
import type {
  AccountAccess,
  PlatformAccount,
  PlatformChannel,
  SettingField,
  WebhookDoor,
} from '../platform-channel.ts';
import { readSettings } from '../read-settings.ts';
import { refused } from '../write-outcome.ts';
import { formSettings, type FormScheme } from './form-settings.schema.ts';
import { readResponse } from './read-response.ts';
import { verifyBodySignature } from './verify-body-signature.ts';
import { standardKey, verifyStandard } from './verify-standard.ts';

const fields: SettingField[] = [
  {
    name: 'scheme',
    label: 'Sender',
    hint: 'How it signs and what its bodies look like',
    kind: 'choice',
    choices: [
      { id: 'standard', label: 'Supsis, or any sender of Standard Webhooks' },
      { id: 'typeform', label: 'Typeform' },
      { id: 'tally', label: 'Tally' },
    ],
    isRequired: true,
    standard: 'standard',
  },
  {
    name: 'secret',
    label: 'Signing secret',
    hint: 'Shown where the webhook is set up; of Standard Webhooks it begins with whsec_',
    kind: 'secret',
    isRequired: true,
  },
  {
    name: 'previousSecret',
    label: 'Secret before',
    hint: 'Holds beside the new one until the sender has changed over; then clear it',
    kind: 'secret',
    isRequired: false,
  },
];

const door: WebhookDoor = {
  handshake: null,
  verify(request, account) {
    const { scheme, previousSecret } = readSettings(formSettings, account.settings);
    const secrets = ['secret', ...(previousSecret ? ['previousSecret'] : [])].map((name) => account.secret(name));
    return scheme === 'standard'
      ? verifyStandard(request, { secrets, now: account.now() })
      : verifyBodySignature(request, { scheme, secrets });
  },
  read(body, account) {
    const { scheme } = readSettings(formSettings, account.settings);
    return [{ accountId: null, news: readResponse(body, { scheme, now: account.now() }) }];
  },
};

/** Responses to forms of other vendors: pushed only, signed, and answered by e-mail. */
export const supsisFormChannel: PlatformChannel = {
  channel: 'supsis-form',
  fields,
  readSettings: (settings) => readSettings(formSettings, settings),
  pollSeconds: null,
  budgets: [],
  open,
  webhook: door,
};

/** There is no account to call: what proves it are the secrets, which must at least open. */
function open(access: AccountAccess): PlatformAccount {
  const { scheme } = readSettings(formSettings, access.settings);
  return {
    async check() {
      checkSecret(accountSecret(access, 'secret'), scheme);
      return { accountId: access.sourceId, accountName: `Webhook (${scheme})`, tokenEndsAt: null };
    },
    scan: null,
    list: null,
    find: async () => null,
    write: async () => refused('a form takes no answer; it goes by e-mail', 'ANSWER_NOT_ALLOWED'),
    async lookUp() {
      throw new PlatformFault('ANSWER_NOT_ALLOWED', 'a form takes no answer', { effect: 'refuse' });
    },
    refreshToken: null,
    subscribe: null,
  };
}

/** Standard Webhooks 1.0.0: `whsec_` and 24 to 64 random bytes. @throws PlatformFault INVALID_INPUT */
function checkSecret(secret: string, scheme: FormScheme): void {
  const { length } = standardKey(secret);
  if (scheme !== 'standard' || (length >= 24 && length <= 64)) return;
  const words = 'the signing secret is none of Standard Webhooks: whsec_ and 24 to 64 bytes in base64';
  throw new PlatformFault('INVALID_INPUT', words, { effect: 'stop' });
}
