import { type GraphFaults, noGraphFaults } from '../graph/graph-faults.ts';
import type { IdSpelling } from './store/object-ids.ts';

/** What can be switched on in the Facebook Pages stand-in. */
export interface FacebookFaults extends GraphFaults {
  /** The next `times` calls do nothing and are refused with this code, 1 or 2. */
  transientErrors: { code: number; times: number };
  /** How answers write ids of comments. Either spelling is accepted in calls at any time. */
  idSpelling: IdSpelling;
  /** The same for webhooks. */
  webhookIdSpelling: IdSpelling;
  /** Nobody but the Page itself has a `from`, in reads or webhooks. */
  withoutFrom: boolean;
  /** Which word webhooks have for it. */
  editVerb: 'edit' | 'edited';
  removeVerb: 'remove' | 'delete';
  /** Edits come without `edited_time`. */
  withoutEditedTime: boolean;
  /** Times in webhooks are milliseconds. */
  webhookMilliseconds: boolean;
  /** Webhooks have `sender_id` and `sender_name` in place of `from`. */
  webhookSender: boolean;
  /** `subscribed_apps` says `"true"` in place of `true`. */
  subscribeAnswersText: boolean;
}

export const noFacebookFaults: Readonly<FacebookFaults> = {
  ...noGraphFaults,
  transientErrors: { code: 2, times: 0 },
  idSpelling: 'composite',
  webhookIdSpelling: 'composite',
  withoutFrom: false,
  editVerb: 'edited',
  removeVerb: 'remove',
  withoutEditedTime: false,
  webhookMilliseconds: false,
  webhookSender: false,
  subscribeAnswersText: false,
};
