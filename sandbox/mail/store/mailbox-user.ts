/** Mail to this domain is filed under the local part alone: `support+t42@sample.test` belongs to the user `support`. */
export const localDomain = 'sample.test';

/**
 * The mailbox an address or login name belongs to. Detail after `+` is dropped, case is folded;
 * users of other domains keep their domain, so that two people called ayse have two mailboxes.
 */
export function mailboxUser(addressOrLogin: string): string {
  const lower = addressOrLogin.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  const local = at === -1 ? lower : lower.slice(0, at);
  const domain = at === -1 ? localDomain : lower.slice(at + 1);
  const account = local.split('+')[0] || local;
  return domain === localDomain ? account : `${account}@${domain}`;
}
