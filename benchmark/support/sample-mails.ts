const words =
  'sipariş kargo iade fatura ürün teslimat merhaba teşekkürler order refund parcel invoice broken missing address payment'.split(
    ' ',
  );

/** The n-th of an endless row of mails, the same in every run: plain, HTML with text, an answer with history, a file. */
export function sampleMail(index: number): Buffer {
  const head = [
    `From: Customer ${index} <customer${index % 500}@musteri.test>`,
    'To: Sample Support <support@sample.test>',
    `Subject: ${pick(index)} ${pick(index * 3)} ${index}`,
    `Message-ID: <benchmark-${index}@musteri.test>`,
    `Date: ${new Date(Date.UTC(2026, 0, 1) + index * 60_000).toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
  ];
  const kinds = [plain, withHtml, withHtml, withHistory, withFile];
  return Buffer.from([...head, ...kinds[index % kinds.length]!(index)].join('\r\n'));
}

const pick = (index: number) => words[(index * 7919) % words.length]!;

function sentences(index: number, count: number): string[] {
  return Array.from({ length: count }, (_, line) =>
    Array.from({ length: 10 }, (_, word) => pick(index + line * 11 + word)).join(' '),
  );
}

function plain(index: number): string[] {
  return [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...sentences(index, 12),
    '',
    '-- ',
    'Customer',
    '',
  ];
}

/** As webmail writes it: text beside some 15 kB of HTML, most of it style. */
function withHtml(index: number): string[] {
  const style =
    'margin:0;padding:0;font-family:Calibri,Helvetica,sans-serif;font-size:11pt;color:#1f497d;line-height:115%';
  const lines = sentences(index, 60).map(
    (line) => `<p class="MsoNormal" style="${style}"><span lang="TR" style="${style}">${line}</span></p>`,
  );
  return [
    'Content-Type: multipart/alternative; boundary="alternative"',
    '',
    '--alternative',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...sentences(index, 60),
    '--alternative',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    '<html><head><style>p.MsoNormal { margin: 0; }</style></head><body>',
    ...lines,
    '</body></html>',
    '--alternative--',
    '',
  ];
}

function withHistory(index: number): string[] {
  const quoted = sentences(index + 1, 15).map((line) => `> ${line}`);
  return [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...sentences(index, 4),
    '',
    'On Mon, 5 Jan 2026 at 10:00, Sample Support <support@sample.test> wrote:',
    ...quoted,
    '',
  ];
}

function withFile(index: number): string[] {
  const file = Buffer.alloc(60_000, `${index} `).toString('base64').replace(/.{76}/g, '$&\r\n');
  return [
    'Content-Type: multipart/mixed; boundary="mixed"',
    '',
    '--mixed',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    ...sentences(index, 8),
    '--mixed',
    'Content-Type: application/pdf; name="fatura.pdf"',
    'Content-Disposition: attachment; filename="fatura.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    file,
    '--mixed--',
    '',
  ];
}
