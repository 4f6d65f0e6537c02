import { sayDuration } from './duration-words.ts';
import type { Block } from './flow.ts';

const askedNames = { text: 'text', name: 'name', email: 'e-mail', phone: 'phone' };

/** What a block is and says, in one line. */
export function blockLabel(block: Block): string {
  switch (block.kind) {
    case 'say':
      return `say ${quote(block.text)}`;
    case 'options':
      return `options ${quote(block.text)}`;
    case 'ask':
      return `ask ${askedNames[block.what]} ${quote(block.question)}${into(block.into)}`;
    case 'set':
      return `set ${block.attribute} = ${quote(block.value)}`;
    case 'hours':
      return `hours ${block.calendar}`;
    case 'create-ticket':
      return `create-ticket ${quote(block.subject)}${named('tag', block.tag)}${named('e-mail', block.email)}`;
    case 'wait':
      return `wait ${sayDuration(block.seconds)}`;
    case 'wait-for-message':
      return `wait-for-message ${sayDuration(block.seconds)}${into(block.into)}`;
    case 'hand-over':
      return `hand-over${named('team', block.team)}${named('tag', block.tag)}${block.text ? ` ${quote(block.text)}` : ''}`;
    case 'goto':
      return `goto ${block.flow}`;
    default:
      return block.kind;
  }
}

/** What leads out of a block into other flows. */
export function exitLabels(block: Block): { label: string; flow: string }[] {
  switch (block.kind) {
    case 'options':
      return block.options.map(({ label, goto }) => ({ label: quote(label), flow: goto }));
    case 'hours':
      return [
        { label: 'inside', flow: block.inside },
        { label: 'outside', flow: block.outside },
      ];
    case 'filter':
      return [
        ...block.cases.map(({ attribute, test, value, goto }) => {
          const wanted = test === 'is-set' || test === 'is-empty' ? '' : ` ${quote(value)}`;
          return { label: `${attribute} ${test}${wanted}`, flow: goto };
        }),
        ...otherwise(block.otherwise),
      ];
    case 'wait-for-message':
      return [
        ...block.cases.map(({ words, goto }) => ({ label: words.map(quote).join(', '), flow: goto })),
        { label: 'timeout', flow: block.onTimeout },
        ...otherwise(block.otherwise),
      ];
    default:
      return [];
  }
}

function otherwise(flow: string | null): { label: string; flow: string }[] {
  return flow === null ? [] : [{ label: 'otherwise', flow }];
}

function into(attribute: string | null): string {
  return attribute === null ? '' : ` into ${attribute}`;
}

function named(what: string, value: string | null): string {
  return value === null ? '' : ` ${what} ${quote(value)}`;
}

function quote(text: string): string {
  return `"${text}"`;
}
