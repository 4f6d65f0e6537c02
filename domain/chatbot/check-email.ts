import type { DesignPath } from '../design/read-design.ts';
import { isAddress } from '../mail/is-address.ts';
import { eachBlock, type FlowCheck } from './draft-flow.ts';
import { certaintyOf, filledAtStarts, walkFlow, type Filled } from './email-paths.ts';
import { fitPhone } from './fit-answer.ts';

const waysToAnAddress = [
  'ask with what: email before it',
  'set before it',
  'filter with is-set before it',
  'a typed address',
];

/** A ticket needs a way to an e-mail address, and what is typed as address or phone number must be one. */
export function checkEmail(check: FlowCheck): void {
  checkTyped(check);
  const { start, flows } = check;
  if (!Object.hasOwn(flows, start)) return;
  for (const [flow, atStart] of filledAtStarts(start, flows)) {
    walkFlow(flows[flow] ?? [], atStart, (block, before, index) => {
      if (block.kind !== 'create-ticket' || block.email === null || isTyped(block.email)) return;
      checkWay(check, { path: ['flows', flow, index, 'create-ticket', 'email'], email: block.email, before });
    });
  }
}

function checkWay(
  { report }: FlowCheck,
  { path, email, before }: { path: DesignPath; email: string; before: Filled },
): void {
  const certainty = certaintyOf(email, before);
  if (certainty === 'never') {
    const message = `a ticket without a way to an e-mail: on no path before it does ${email} get an address`;
    report(path, { message, value: email, allowed: waysToAnAddress });
  }
  if (certainty === 'sometimes') {
    const message = `${email} is empty for visitors who were not asked; their request becomes a draft`;
    report(path, { message, value: email, isWarning: true });
  }
}

function checkTyped({ flows, report }: FlowCheck): void {
  for (const { block, path } of eachBlock(flows)) {
    if (block.kind !== 'create-ticket' && block.kind !== 'hand-over') continue;
    const { kind, email, phone } = block;
    if (email !== null && isTyped(email) && !isAddress(withoutPlaces(email))) {
      report([...path, kind, 'email'], {
        message: `“${email}” is no e-mail address`,
        value: email,
        allowed: ['{{email}}', 'name@shop.example'],
      });
    }
    if (phone !== null && !phone.includes('{{') && fitPhone(phone) === null) {
      report([...path, kind, 'phone'], {
        message: `“${phone}” is no phone number`,
        value: phone,
        allowed: ['{{phone}}', '+90 212 000 00 00'],
      });
    }
  }
}

function isTyped(email: string): boolean {
  return !email.includes('{{') || withoutPlaces(email).includes('@');
}

function withoutPlaces(text: string): string {
  return text.replaceAll(/\{\{[^{}]*\}\}/g, 'x').trim();
}
