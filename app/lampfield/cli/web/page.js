const places = document.querySelectorAll(".textual-terminal");
for (const place of places)
  place.dataset.sessionWebsocketUrl = new URL("board", location.href).href.replace(/^http/, "ws");
addEventListener("load", () => document.querySelector(".xterm-helper-textarea").focus());
