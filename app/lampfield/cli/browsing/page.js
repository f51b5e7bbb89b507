const places = document.querySelectorAll(".textual-terminal");
for (const place of places)
  place.dataset.sessionWebsocketUrl = location.origin.replace(/^http/, "ws") + "/board";
addEventListener("load", () => document.querySelector(".xterm-helper-textarea").focus());
