// The page for a playground that simulates only the model.
if (navigator.language.toLowerCase().startsWith("ru")) {
  document.documentElement.lang = "ru";
  for (const section of document.querySelectorAll("section")) section.hidden = section.lang !== "ru";
}
