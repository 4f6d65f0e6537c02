export interface SampleDraft {
  user: 'support' | 'siparis';
  kind: 'plain' | 'attached' | 'latin5';
  hoursAgo: number;
  draft: {
    from: string;
    subject: string;
    text: string;
    messageId?: string;
    inReplyTo?: string;
    extra?: string[];
    contentType?: string;
  };
}

const lateOrderId = 'CAF0late.order.72418@mail.musteri.test';

/** The sample mails before they are composed, oldest first. */
export const sampleDrafts: readonly SampleDraft[] = [
  {
    user: 'siparis',
    kind: 'plain',
    hoursAgo: 47,
    draft: {
      from: 'Ayşe Demir <ayse.demir@musteri.test>',
      subject: 'Siparişim gelmedi (72418)',
      text: 'Merhaba,\n\n72418 numaralı siparişim salı günü teslim edilecekti ama hâlâ gelmedi. Kargo takip sayfası da açılmıyor.\nDurumu öğrenebilir miyim?\n\nTeşekkürler,\nAyşe Demir\n0533 555 01 42',
      messageId: lateOrderId,
    },
  },
  {
    user: 'support',
    kind: 'plain',
    hoursAgo: 44,
    draft: {
      from: 'Laura Bennett <laura.bennett@customer.test>',
      subject: 'Refund not received for order 71980',
      text: 'Hello,\n\nI returned the lamp from order 71980 on the 3rd and your site says the refund was issued, but nothing has reached my account.\nCan you check where it is?\n\nKind regards,\nLaura Bennett\n+44 20 7946 0018',
    },
  },
  {
    user: 'siparis',
    kind: 'plain',
    hoursAgo: 40,
    draft: {
      from: 'Mehmet Kaya <mehmet.kaya@firma.test>',
      subject: 'Kurumsal fatura talebi',
      text: 'İyi günler,\n\n72102 numaralı siparişimizin faturasını şirket adına kesebilir misiniz?\n\nKaya Yazılım Ltd. Şti.\nVergi dairesi: Kadıköy\nVergi no: 1234567890\n\nSaygılarımla,\nMehmet Kaya',
    },
  },
  {
    user: 'support',
    kind: 'plain',
    hoursAgo: 30,
    draft: {
      from: 'James Okafor <james.okafor@customer.test>',
      subject: 'URGENT: parcel marked delivered but not here',
      text: 'The tracking page says my parcel (order 72390) was delivered this morning. It was not: I have been at home all day and my neighbours have nothing either.\n\nPlease call me: +1 415 555 0133\n\nJames',
      extra: ['X-Priority: 1 (Highest)', 'Importance: high'],
    },
  },
  {
    user: 'siparis',
    kind: 'plain',
    hoursAgo: 28,
    draft: {
      from: 'Ayşe Demir <ayse.demir@musteri.test>',
      subject: 'Re: Siparişim gelmedi (72418)',
      text: 'Tekrar merhaba, kargo firması adresin eksik olduğunu söylüyor. Daire numarası 14, rica etsem iletir misiniz?\n\nAyşe\n\nAyşe Demir <ayse.demir@musteri.test>, 3 Mar 2026 Sal, 09:12 tarihinde şunu yazdı:\n\n> Merhaba,\n>\n> 72418 numaralı siparişim salı günü teslim edilecekti ama hâlâ gelmedi.',
      inReplyTo: lateOrderId,
    },
  },
  {
    user: 'support',
    kind: 'plain',
    hoursAgo: 26,
    draft: {
      from: 'Sofia Rossi <sofia.rossi@customer.test>',
      subject: 'Automatic reply: Your order has shipped',
      text: 'Thank you for your message. I am away until the 15th with no access to mail.\n\nSofia Rossi',
      extra: ['Auto-Submitted: auto-replied', 'X-Auto-Response-Suppress: All', 'Precedence: auto_reply'],
    },
  },
  {
    user: 'support',
    kind: 'plain',
    hoursAgo: 22,
    draft: {
      from: 'Retail Weekly <news@retailweekly.test>',
      subject: 'This week: five trends in online returns',
      text: 'Good morning,\n\nreturns grew by 4 % last quarter. Read how three shops dealt with it.\n\nYou receive this because you subscribed. Unsubscribe: https://retailweekly.test/u/81',
      extra: [
        'List-Id: Retail Weekly <weekly.retailweekly.test>',
        'List-Unsubscribe: <https://retailweekly.test/u/81>',
        'Precedence: bulk',
      ],
    },
  },
  {
    user: 'siparis',
    kind: 'attached',
    hoursAgo: 20,
    draft: {
      from: 'Burak Çelik <burak.celik@musteri.test>',
      subject: 'Hasarlı ürün – fotoğraf ve fatura ekte',
      text: 'Merhaba,\n\nKutu ezilmiş halde geldi, içindeki bardaklardan ikisi kırık. Faturayı ve fotoğrafı ekledim.\nYenisini gönderebilir misiniz?\n\nBurak Çelik',
    },
  },
  {
    user: 'support',
    kind: 'plain',
    hoursAgo: 16,
    draft: {
      from: 'Nina Kowalski <nina.kowalski@customer.test>',
      subject: 'Question about warranty',
      text: '<html><head><style>p{font-family:Arial}</style></head><body><p>Hi,</p><p>does the <b>two-year warranty</b> of the kettle (order&nbsp;72044) cover the lid? Mine cracked.</p><ul><li>bought in January</li><li>used daily</li></ul><p>Thanks!<br>Nina</p></body></html>',
      contentType: 'text/html; charset=utf-8',
    },
  },
  {
    user: 'siparis',
    kind: 'latin5',
    hoursAgo: 12,
    draft: {
      from: 'Ibrahim Isik <ibrahim.isik@eskiposta.test>',
      subject: 'Değişim isteği: yanlış ürün geldi',
      text: 'Sayın yetkili,\n\nSipariş ettiğim çaydanlık yerine ütü gelmiş. Değişim için ne yapmam gerekiyor?\n\nİyi çalışmalar,\nİbrahim Işık',
    },
  },
  {
    user: 'support',
    kind: 'plain',
    hoursAgo: 9,
    draft: {
      from: 'Pentest <x@hostile.test>',
      subject: 'Help \u001b[2J\u001b]0;owned\u0007\u001b[31mplease\u001b[0m \u202egnihsihp',
      text: 'My order \u001b[1A\u001b[2K did not arrive.\u0000\u0007\n\n\u001b]52;c;cm0gLXJmIH4=\u0007Thanks',
    },
  },
  {
    user: 'siparis',
    kind: 'plain',
    hoursAgo: 5,
    draft: {
      from: 'Elif Aydın <elif.aydin@musteri.test>',
      subject: 'Para iadesi ne zaman yapılır?',
      text: 'Merhaba,\n\n71877 numaralı siparişi geçen hafta iade ettim, depoya ulaştığı mesajı geldi. Para iadesi kartıma ne zaman yansır?\n\nElif Aydın',
    },
  },
  {
    user: 'support',
    kind: 'plain',
    hoursAgo: 2,
    draft: {
      from: 'Chen Wei <chen.wei@customer.test>',
      subject: 'Invoice for order 72455',
      text: 'Dear team,\n\nplease send the invoice for order 72455 with our VAT number (DE811569869) to this address.\n\nThank you,\nChen Wei',
    },
  },
  {
    user: 'siparis',
    kind: 'plain',
    hoursAgo: 0.3,
    draft: {
      from: 'Can Arslan <can.arslan@musteri.test>',
      subject: 'Siparişimi iptal etmek istiyorum',
      text: 'Selam, az önce 72461 numaralı siparişi verdim ama yanlış renk seçmişim. Kargoya verilmeden iptal edebilir misiniz?\n\nCan',
    },
  },
];
