import { openScreen, type OpenScreen } from './testing/open-screen.ts';
import { sampleDesk } from './testing/sample-desk.ts';

let screen: OpenScreen;

async function open(options: Parameters<typeof openScreen>[0] = {}): Promise<OpenScreen> {
  screen = await openScreen(options);
  await screen.shows('#1001');
  await screen.shows('Ayşe Yılmaz');
  return screen;
}

afterEach(async () => {
  await screen.close();
  expect(screen.errors).toEqual([]);
});

test('print', async () => {
  await open();
  console.log(screen.text());
  screen.type('\r');
  await screen.shows('Conversation');
  await screen.shows('siparişim');
  console.log(screen.text());
  screen.type('\t\t\t');
  screen.type('r');
  await screen.shows('Reply to');
  screen.type('Merhaba Çağrı,');
  screen.type('\r');
  screen.type('bakıyoruz');
  await screen.shows('bakıyoruz');
  console.log(screen.text());
  screen.type('\x13');
  await screen.shows('on its way');
  console.log(screen.text());
  screen.type('q');
  screen.type('0');
  await screen.shows('Redirection rules');
  screen.type('\r');
  await screen.shows('mesai');
  console.log(screen.text());
  screen.type('e');
  await screen.shows('Email list');
  console.log(screen.text());
  screen.type('\r');
  await screen.shows('Search');
  console.log(screen.text());
});
