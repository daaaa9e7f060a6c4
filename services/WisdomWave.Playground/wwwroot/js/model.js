// The page where only the model is stood in for.
if (navigator.language.toLowerCase().startsWith("ru")) {
  document.documentElement.lang = "ru";
  for (const section of document.querySelectorAll("section")) section.hidden = section.lang !== "ru";
}
