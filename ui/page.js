// Streamlit has no translations: its fixed words are replaced as they appear.
(() => {
  const WORDS = {
    "Open sidebar": "打开侧栏", "Close sidebar": "收起侧栏", "Send message": "发送", "Stop": "停止",
    "Running...": "正在运行…", "Connecting...": "正在连接…", "Connection error": "连接中断",
    "Rerun": "重新运行", "Settings": "设置", "Print": "打印", "Main menu": "主菜单", "About": "关于",
    "Record a screencast": "录屏", "Clear cache": "清除缓存", "Get help": "帮助", "Copy to clipboard": "复制",
    "Choose options": "请选择", "Choose an option": "请选择", "No results": "没有结果", "Clear all": "全部清除",
    "Select all": "全选", "No options to select": "没有可选的文件", "Open": "打开", "Close": "关闭",
    "Press Enter to apply": "按回车确认", "Press Enter to submit form": "按回车提交",
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
    frame.scrollTop += at.top - box.top - (box.height - at.height) / 2;
    frame.scrollLeft += at.left - box.left - (box.width - at.width) / 2;
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
