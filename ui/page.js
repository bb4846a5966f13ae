// Streamlit has no translations: its fixed words are replaced as they appear.
(() => {
  const WORDS = {
    "Sidebar": "侧栏", "Expand sidebar": "打开侧栏", "Collapse sidebar": "收起侧栏",
    "Skip to main content": "跳到正文", "Main menu": "主菜单", "Send message": "发送",
    "Stop": "停止", "Stop script": "停止运行", "Running...": "正在运行…", "Rerun": "重新运行",
    "Connecting": "正在连接", "Connecting to Streamlit server": "正在连接网页服务",
    "Connection error": "连接中断", "Connection timed out.": "连接超时。",
    "Streamlit server is not responding. Are you connected to the internet?":
      "网页服务没有响应；请看终端里 yusuan ui 是否还在运行。",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "网页服务已停止；请在终端里重新运行 yusuan ui。",
    "Script execution error": "页面出错", "Settings": "设置", "Print": "打印", "About": "关于",
    "Record a screencast": "录屏", "Clear cache": "清除缓存", "Get help": "帮助", "Theme": "主题",
    "Light": "浅色", "Dark": "深色", "System": "跟随系统", "Copy": "复制", "Copy to clipboard": "复制",
    "Choose options": "请选择", "Choose an option": "请选择", "Selected values": "已选",
    "No results": "没有结果", "No options to select": "没有可选的", "Select all": "全选",
    "Clear all": "全部清除", "Clear value": "清除", "Clear selection": "清除选择",
    "Open": "打开", "Close": "关闭", "Cancel": "取消", "Remove": "移除", "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
  };
  const ATTRIBUTES = ["aria-label", "title", "placeholder"];

  function translateText(node) {
    const chinese = WORDS[node.nodeValue.trim()];
    if (chinese) node.nodeValue = chinese;
  }

  function translateAttributes(element) {
    for (const name of ATTRIBUTES) {
      const chinese = WORDS[element.getAttribute(name)];
      if (chinese) element.setAttribute(name, chinese);
    }
  }

  function showLitCell(element) {
    const cell = element.matches(".lit-cell") ? element : element.querySelector(".lit-cell");
    const frame = cell && cell.closest(".source");
    if (!frame) return;
    const box = frame.getBoundingClientRect();
    const at = cell.getBoundingClientRect();
    frame.scrollBy({
      top: at.top - box.top - (box.height - at.height) / 2,
      left: at.left - box.left - (box.width - at.width) / 2,
    });
  }

  function visit(node) {
    if (node.nodeType === Node.TEXT_NODE) return translateText(node);
    if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE"].includes(node.tagName)) return;
    translateAttributes(node);
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const inner = walker.currentNode;
      if (inner.nodeType === Node.TEXT_NODE) translateText(inner);
      else translateAttributes(inner);
    }
    requestAnimationFrame(() => showLitCell(node));
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(visit);
      else if (change.type === "characterData") translateText(change.target);
      else translateAttributes(change.target);
    }
  }).observe(document, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
})();
