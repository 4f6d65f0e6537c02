import fc from 'fast-check';
import { htmlToReadableText, withoutMarks } from './html-to-readable-text.ts';

const read = (html: string): string => withoutMarks(htmlToReadableText(html));

describe('HTML as text', () => {
  test('shows links with their address, unless it is the text', () => {
    expect(
      read(
        '<a href="https://x.example/1">order</a> <a href="https://x.example">https://x.example</a> <a href="mailto:a@b.example">a@b.example</a>',
      ),
    ).toBe('order [https://x.example/1] https://x.example a@b.example');
  });

  test('shows a grid as columns and a layout as lines', () => {
    expect(read('<table><tr><th>No</th><th>State</th></tr><tr><td>1</td><td>lost</td></tr></table>')).toBe(
      'No   State\n1    lost',
    );
    expect(read('<table><tr><td>Hello</td></tr><tr><td>there</td></tr></table>')).toBe('Hello\nthere');
  });

  test('hides what a reader does not see', () => {
    expect(
      read(
        '<head><title>t</title><style>p{}</style></head><body><div style="display: none">pre</div><script>x()</script><p hidden>h</p><p>Hi</p></body>',
      ),
    ).toBe('Hi');
  });

  test('writes quotes with their sign', () => {
    expect(read('Yes<blockquote>Do you?<br>Really?</blockquote>')).toBe('Yes\n\n> Do you?\n> Really?');
  });

  test('never shows its own marks', () => {
    expect(read('a\ufdd0b<div class="gmail_quote">q</div><div class="gmail_signature">s</div>')).not.toMatch(
      /[\ufdd0-\ufdd2]/,
    );
  });

  test('HTML nested beyond reason only loses its tags', () => {
    expect(read(`${'<div>'.repeat(5_000)}deep`)).toBe('deep');
  });

  test('makes text of any markup', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<',
        '>',
        '<table>',
        '<tr>',
        '<td>',
        '</table>',
        '<blockquote>',
        '<div class="gmail_quote">',
        '<!--',
        '&',
        '&#0;',
        '<p',
        ' style="display:none"',
      ),
      fc.string({ maxLength: 10 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => typeof read(pieces.join('')) === 'string'),
      { numRuns: 1_000 },
    );
  });
});
