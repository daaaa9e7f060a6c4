// All texts of the page in both languages; the browser's language decides.
const english = {
  playground: "playground",
  writeAs: "Write as",
  chats: "Chats",
  messages: "Messages",
  back: "Back to chats",
  toBottom: "Go to the newest message",
  ok: "OK",
  today: "Today",
  yesterday: "Yesterday",
  bot: "bot",
  online: "bot · online",
  waiting: "bot · not connected yet; your messages wait for it",
  connecting: "connecting…",
  members: n => `${n} members`,
  typing: "typing",
  isTyping: name => `${name} is typing`,
  action: { upload_document: "sending a file", upload_photo: "sending a photo", record_voice: "recording" },
  thinking: "Thinking",
  edited: "edited",
  stop: "Stop",
  start: "START",
  startHint: "What can this bot do?",
  noMessages: "No messages yet",
  emptyGroup: "Nothing here yet. Mention the bot to ask it something.",
  emptyPrivate: "Nothing here yet. Say hello!",
  message: "Message",
  messageTo: name => `Message as ${name}`,
  send: "Send",
  save: "Save",
  attach: "Attach a file",
  attachPhoto: "Photo",
  attachFile: "File",
  attachVoice: "Voice message",
  attachAudio: "Audio",
  menu: "Menu",
  commands: "Commands",
  reply: "Reply",
  forward: "Forward",
  forwardTo: "Forward to",
  forwardedFrom: "Forwarded from",
  remove: "Remove",
  captionTooLong: "The caption is too long: at most 1024 characters.",
  record: "Record a voice message",
  recording: "Recording",
  noMicrophone: "The browser does not allow the microphone.",
  play: "Play",
  pause: "Pause",
  position: "Position",
  edit: "Edit",
  copy: "Copy",
  copied: "Copied",
  cancel: "Cancel",
  replyTo: name => `Reply to ${name}`,
  editing: "Edit message",
  mention: name => `Mention @${name}`,
  photo: "Photo",
  voice: "Voice message",
  audio: "Audio",
  file: "File",
  you: "You",
  general: "General",
  all: "All",
  pinned: "Pinned",
  showMore: "Show more",
  showLess: "Show less",
  spoiler: "Hidden text, press to show",
  dropHere: "Drop files to send them",
  notSent: "Not sent because the playground does not answer. Try again.",
  migrated: "The group became a supergroup",
  topicCreated: name => `Topic “${name}” was created`,
  bannerBoth: "This is the playground: it simulates both Telegram and the model.",
  bannerTelegram: "This is the playground: it simulates Telegram. The answers come from a real model.",
  howLive: "How to go live",
  liveToken: "Set a token from @BotFather to use the real Telegram:",
  liveKey: "Set a key to use a real model:",
  liveRestart: "Then restart the application. It prints a code: send it to your bot to become its admin.",
};

const russian = {
  playground: "песочница",
  writeAs: "Писать от имени",
  chats: "Чаты",
  messages: "Сообщения",
  back: "Назад к чатам",
  toBottom: "К последнему сообщению",
  ok: "Хорошо",
  today: "Сегодня",
  yesterday: "Вчера",
  bot: "бот",
  online: "бот · на связи",
  waiting: "бот · ещё не подключился, сообщения его дождутся",
  connecting: "соединение…",
  members: n => `${n} ${plural(n, "участник", "участника", "участников")}`,
  typing: "печатает",
  isTyping: name => `${name} печатает`,
  action: { upload_document: "отправляет файл", upload_photo: "отправляет фото", record_voice: "записывает голос" },
  thinking: "Думает",
  edited: "изменено",
  stop: "Остановить",
  start: "НАЧАТЬ",
  startHint: "Что умеет этот бот?",
  noMessages: "Сообщений пока нет",
  emptyGroup: "Здесь пока пусто. Упомяните бота, чтобы о чём-нибудь спросить.",
  emptyPrivate: "Здесь пока пусто. Поздоровайтесь!",
  message: "Сообщение",
  messageTo: name => `Сообщение от ${name}`,
  send: "Отправить",
  save: "Сохранить",
  attach: "Прикрепить файл",
  attachPhoto: "Фото",
  attachFile: "Файл",
  attachVoice: "Голосовое сообщение",
  attachAudio: "Аудио",
  menu: "Меню",
  commands: "Команды",
  reply: "Ответить",
  forward: "Переслать",
  forwardTo: "Кому переслать",
  forwardedFrom: "Переслано от",
  remove: "Убрать",
  captionTooLong: "Подпись слишком длинная: не больше 1024 символов.",
  record: "Записать голосовое сообщение",
  recording: "Запись",
  noMicrophone: "Браузер не даёт доступ к микрофону.",
  play: "Слушать",
  pause: "Пауза",
  position: "Место",
  edit: "Изменить",
  copy: "Копировать",
  copied: "Скопировано",
  cancel: "Отмена",
  replyTo: name => `В ответ: ${name}`,
  editing: "Изменение сообщения",
  mention: name => `Упомянуть @${name}`,
  photo: "Фото",
  voice: "Голосовое сообщение",
  audio: "Аудио",
  file: "Файл",
  you: "Вы",
  general: "Общее",
  all: "Все",
  pinned: "Закреплено",
  showMore: "Показать целиком",
  showLess: "Свернуть",
  spoiler: "Скрытый текст, нажмите, чтобы показать",
  dropHere: "Отпустите файлы, чтобы отправить",
  notSent: "Не отправлено: песочница не отвечает. Попробуйте ещё раз.",
  migrated: "Группа стала супергруппой",
  topicCreated: name => `Открыта тема «${name}»`,
  bannerBoth: "Это песочница: она имитирует и Telegram, и модель.",
  bannerTelegram: "Это песочница: она имитирует Telegram. Отвечает настоящая модель.",
  howLive: "Как запустить по-настоящему",
  liveToken: "С токеном от @BotFather бот выйдет в настоящий Telegram:",
  liveKey: "С ключом будет отвечать настоящая модель:",
  liveRestart: "Затем перезапустите приложение. Оно напечатает код: отправьте его своему боту, чтобы стать его админом.",
};

export const language = navigator.language.toLowerCase().startsWith("ru") ? "ru" : "en";
const texts = language === "ru" ? russian : english;

export function t(key, ...values) {
  const text = texts[key];
  return typeof text === "function" ? text(...values) : text;
}

function plural(n, one, few, many) {
  const form = new Intl.PluralRules("ru").select(n);
  return form === "one" ? one : form === "few" ? few : many;
}

const clock = new Intl.DateTimeFormat(navigator.language, { hour: "2-digit", minute: "2-digit" });
const dayMonth = new Intl.DateTimeFormat(navigator.language, { day: "numeric", month: "long" });

export const timeOf = seconds => clock.format(new Date(seconds * 1000));

export function dayOf(seconds) {
  const day = new Date(seconds * 1000);
  const age = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 86_400_000);
  return age === 0 ? t("today") : age === 1 ? t("yesterday") : dayMonth.format(day);
}

export function sizeOf(bytes) {
  const units = language === "ru" ? ["Б", "КБ", "МБ"] : ["B", "KB", "MB"];
  let unit = 0;
  while (bytes >= 1000 && unit < 2) { bytes /= 1000; unit++; }
  return `${bytes < 10 && unit ? bytes.toFixed(1) : Math.round(bytes)} ${units[unit]}`;
}
