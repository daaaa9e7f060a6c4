// The banner: what the playground simulates, and how to go live.
import { el } from "./dom.js";
import { on, store } from "./store.js";
import { t } from "./texts.js";

const project = "dotnet user-secrets --project WisdomWave.AppHost set";

const step = (text, command) => el("div.step", {}, el("span", {}, text), el("div.command", {}, el("code", {}, command)));

export function startBanner() {
  const banner = document.querySelector("#banner");
  on("state", () => {
    const model = store.simulates.openAi;
    banner.replaceChildren(
      el("summary", {}, el("span.what", {}, t(model ? "bannerBoth" : "bannerTelegram")), el("span.how", {}, t("howLive"))),
      el("div.steps", {},
        step(t("liveToken"), `${project} TELEGRAM_BOT_TOKEN 123456789:your-token`),
        model && step(t("liveKey"), `${project} OPENAI_API_KEY sk-your-key`),
        el("span", {}, t("liveRestart"))));
  });
}
