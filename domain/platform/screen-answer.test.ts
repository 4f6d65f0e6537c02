import { screenAnswer } from './screen-answer.ts';

test.each([
  ['0532 123 45 67'],
  ['05321234567'],
  ['0532.123.45.67'],
  ['0532-123-45-67'],
  ['0(532)1234567'],
  ['0 (532) 123 45 67'],
  ['0 5 3 2 1 2 3 4 5 6 7'],
  ['+90 532 123 45 67'],
  ['+905321234567'],
  ['0090 532 123 4567'],
  ['905321234567'],
  ['532 123 45 67'],
  ['5321234567'],
  ['0212 555 12 34'],
  ['(0212) 555 12 34'],
  ['212 555 12 34'],
  ['0850 123 45 67'],
  ['444 1 234'],
  ['444 12 34'],
  ['+49 151 23456789'],
  ['0044 20 7946 0958'],
  ['+1 (555) 010-9999'],
  ['０５３２ １２３ ４５ ６７'],
  ['٠٥٣٢ ١٢٣ ٤٥ ٦٧'],
  ['05\u200B32 123\u200B 45 67'],
  ['sıfır beş üç iki bir iki üç dört beş altı yedi'],
])('a phone number is found however it is spelt: %s', (number) => {
  expect(screenAnswer(`Bize ${number} numarasından ulaşın.`, [])).toContain('a phone number');
  expect(screenAnswer(`Bize ulaşın: ${number}`, [])).toContain('a phone number');
});

test.each([
  ['an e-mail address', 'ada@shop.example'],
  ['an e-mail address', 'ada @ shop.com'],
  ['an e-mail address', 'ada (at) shop.com'],
  ['an e-mail address', 'ada[at]shop[dot]com'],
  ['an e-mail address', 'ada at shop nokta com'],
  ['an e-mail address', 'ada kuyruklu a gmail nokta com'],
  ['an e-mail address', 'adashop@gmail'],
  ['a web address', 'https://shop.example/x'],
  ['a web address', 'www.magaza.de'],
  ['a web address', 'magaza.com.tr'],
  ['a web address', 'magaza nokta com'],
  ['a web address', 'MAGAZA.COM/kampanya'],
  ['a web address', 'wa.me/905321234567'],
  ['a social account', '@ada_shop'],
  ['a social account', 'Instagram: ada_shop'],
  ['a social account', 'instagram hesabımız adashop'],
  ['an IBAN', 'TR33 0006 1005 1978 6457 8413 26'],
  ['an IBAN', 'TR330006100519786457841326'],
  ['an IBAN', 'DE89 3704 0044 0532 0130 00'],
])('%s is found in "%s"', (what, text) => {
  expect(screenAnswer(`Merhaba, ${text} üzerinden yazın`, [])).toContain(what);
});

test.each([
  'Sipariş numaranız 1234567890 için kargo yarın çıkar.',
  'Sipariş no: 5321234567 hazırlanıyor.',
  'Kargo takip numarası 7330012345678 ile izleyebilirsiniz.',
  'Barkod 8690123456789, model 42-1058.',
  'Bedenler 36 38 40 42 44 46 48 olarak mevcuttur.',
  'Bedenler 36-38-40-42-44-46-48, renk siyah.',
  'Bedenler 50 52 54 56 58 mevcut.',
  'Fiyatı 1.299,90 TL, kargo 49,90 TL.',
  '1.250.000,00 TL değerinde.',
  '05.11.2026 tarihinde, 10:30 - 18:00 arasında teslim edilir.',
  '05.01.2026 100 adet gelecek.',
  '2026-11-23 ile 2026-12-05 arasında geçerlidir.',
  'Boyutlar 120x200x35 cm, ağırlık 3.5 kg, hacim 0.84 m3.',
  '100% pamuk, 30 derecede yıkanır; 2 adet alana %15 indirim.',
  'Stok kodu TR-2044, seri AB12 3456.',
  'Telefon WhatsApp destekler, Instagram da çalışır.',
  'Ürün geldi.Bu model bitti.De ki yarın gelir.',
  '3 adet @ 100 TL yerine 250 TL.',
  'İki üç gün içinde, en geç bir hafta sonra gelir.',
  '12 V 5 A, 50 Hz, 230 V ile çalışır; 1500 W.',
  '2000 mAh, 6.7 inç, 1080 x 2400, 128 GB, 5G.',
  'at desenli bardak, kuyruklu elbise ve puan nokta desen',
])('nothing speaks against "%s"', (text) => {
  expect(screenAnswer(text, ['iade'])).toBeNull();
});

test.each([
  ['iade', 'Ürünü İADE edebilirsiniz', true],
  ['İADE', 'ürünü iade edin', true],
  ['IADE', 'İade var mı', true],
  ['hepsi burada', 'Hepsi  Burada satıyoruz', true],
  ['whatsapp', 'WHATSAPP’tan yazın', true],
  ['Instagram', 'INSTAGRAM hesabı yok', true],
  ['n11', 'n11 de var', true],
  ['iade', 'ia\u200Bde edilir', true],
  ['iade', 'ziyade bir ürün', false],
  ['n11', 'n110 modeli', false],
  ['havale', 'havaleler', false],
  ['', 'boş kelime', false],
])('the forbidden word "%s" in "%s"', (word, text, isFound) => {
  expect(screenAnswer(text, [word]) !== null).toBe(isFound);
});

test('an answer of any size and shape is screened at once', () => {
  const began = Date.now();
  for (const piece of ['0 5 ', '1.1.', 'a@', 'www.', 'bir ', 'TR00 ', '(((', 'a.b.', '@a_'])
    screenAnswer(piece.repeat(2000 / piece.length), ['iade']);
  expect(Date.now() - began).toBeLessThan(5000);
});
