import { startBanner } from "./banner.js";
import { startComposer } from "./composer.js";
import { icon } from "./dom.js";
import { startSidebar } from "./sidebar.js";
import { connect } from "./store.js";
import { t } from "./texts.js";
import { startThread } from "./thread.js";

for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
for (const element of document.querySelectorAll("[data-icon]")) element.append(icon(element.dataset.icon));

startSidebar();
startThread();
startComposer();
startBanner();
connect();
