import type { AccessTokens } from './access-tokens.ts';
import type { FaultBoard } from './faults.ts';
import { mailboxUser } from './store/mailbox-user.ts';

/** The password of every user: whoever may log in is not what is tried here, that a wrong one is refused is. */
export const sandboxPassword = 'secret';

/** The OAuth2 client that may renew tokens. */
export const oauthClient = { clientId: 'deskhand-sandbox', clientSecret: 'sandbox-client-secret' };

/** Who may log in, by IMAP and SMTP alike. */
export class Accounts {
  private readonly tokens: AccessTokens;
  private readonly faults: FaultBoard;

  constructor(tokens: AccessTokens, faults: FaultBoard) {
    this.tokens = tokens;
    this.faults = faults;
  }

  passwordOpens(user: string, password: string): boolean {
    return user !== '' && password === sandboxPassword && !this.faults.now.refuseLogins;
  }

  tokenOpens(user: string, token: string): boolean {
    if (this.faults.now.refuseLogins || this.faults.now.refuseAccessTokens) return false;
    return user !== '' && this.tokens.userOfAccess(token) === mailboxUser(user);
  }
}
