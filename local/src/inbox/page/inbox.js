// The inbox page. All text of a message is set as text; its HTML is shown only in the sandboxed frame.
const POLL_MS = 2000;
const byId = (id) => document.getElementById(id);
let openId = null;
let shownList = '';

async function load(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

function time(iso) {
  return new Date(iso).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });
}

function line(className, text) {
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  return span;
}

function listItem(mail) {
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-current', String(mail.id === openId));
  button.append(line('', mail.subject || '(no subject)'), line('soft', `to ${mail.to.join(', ')}`));
  button.append(line('soft', time(mail.receivedAt)), line('soft', mail.preview));
  // Whoever cannot be opened is gone: the list says so.
  button.addEventListener('click', () => open(mail.id).catch(refresh));
  const item = document.createElement('li');
  item.append(button);
  return item;
}

async function refresh() {
  try {
    const mails = await load('/api/messages');
    byId('state').textContent = `${mails.length} ${mails.length === 1 ? 'message' : 'messages'}`;
    const list = JSON.stringify([openId, mails]);
    if (list === shownList) return;
    shownList = list;
    byId('list').replaceChildren(...mails.map(listItem));
    byId('empty').hidden = mails.length > 0;
    if (!mails.some((mail) => mail.id === openId)) byId('message').hidden = true;
  } catch {
    byId('state').textContent = 'The local stack does not answer. Start it again with npm start.';
  }
}

async function open(id) {
  openId = id;
  const mail = await load(`/api/messages/${id}`);
  byId('subject').textContent = mail.subject || '(no subject)';
  byId('from').textContent = mail.from;
  byId('to').textContent = mail.to.join(', ');
  byId('received').textContent = time(mail.receivedAt);
  const attached = mail.attachments.map(({ name, bytes }) => `${name} (${bytes} bytes)`).join(', ');
  byId('attachments').textContent = attached;
  byId('attachments-label').hidden = attached === '';
  byId('html').src = `/api/messages/${id}/html`;
  byId('text').textContent = mail.text ?? 'This message has no text part.';
  byId('headers').tBodies[0].replaceChildren(...mail.headers.map(headerRow));
  byId('message').hidden = false;
  show(mail.html === null ? 'text' : 'html');
  await refresh();
}

function headerRow({ name, value }) {
  const row = document.createElement('tr');
  const title = document.createElement('th');
  title.scope = 'row';
  title.textContent = name;
  row.append(title);
  row.insertCell().textContent = value;
  return row;
}

function show(view) {
  for (const button of byId('views').children) {
    button.setAttribute('aria-pressed', String(button.dataset.view === view));
    byId(button.dataset.view).hidden = button.dataset.view !== view;
  }
}

for (const button of byId('views').children) button.addEventListener('click', () => show(button.dataset.view));
byId('clear').addEventListener('click', async () => {
  await load('/api/messages', { method: 'DELETE' });
  await refresh();
});
setInterval(refresh, POLL_MS);
void refresh();
