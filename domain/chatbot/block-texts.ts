import type { DesignPath } from '../design/read-design.ts';
import type { DraftBlock } from './draft-flow.ts';

/** Every text of a block that may hold `{{attribute}}`, with the key below the block where it stands. */
export function textsOf(block: DraftBlock): { text: string; path: DesignPath }[] {
  return Object.entries(textsByKey(block)).flatMap(([key, text]) =>
    typeof text === 'string' ? [{ text, path: key === '' ? [block.kind] : [block.kind, key] }] : [],
  );
}

function textsByKey(block: DraftBlock): Record<string, string | null> {
  switch (block.kind) {
    case 'say':
      return { '': block.text };
    case 'options':
      return { text: block.text };
    case 'ask':
      return { question: block.question, retry: block.retry };
    case 'set':
      return { [block.attribute]: block.value };
    case 'create-ticket': {
      const { subject, email, phone, tag, request, whenDraft } = block;
      return { subject, email, phone, tag, request, whenDraft };
    }
    case 'hand-over': {
      const { subject, email, phone, tag, text } = block;
      return { subject, email, phone, tag, text };
    }
    default:
      return {};
  }
}
