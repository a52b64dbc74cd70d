console.error("frontdesk: the widget was not built into this server; run make web, then build the server again");
