// The words on the page whose contrast to what is behind them is below 4.5, and the icons below 3 (WCAG 2.2, 1.4.3
// and 1.4.11); switched-off controls are exempt.
() => {
  const colour = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };
  const over = (front, back, opacity) =>
    front.rgb.map((part, i) => part * front.a * opacity + back[i] * (1 - front.a * opacity));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => {
      const x = part / 255;
      return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const pale = [];
  const words = document.createTreeWalker(document.querySelector(".stApp"), NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const said = words.currentNode.textContent.trim();
    const holder = words.currentNode.parentElement;
    const box = holder.getBoundingClientRect();
    if (!said || box.width < 3 || box.height < 3) continue;
    if (holder.closest("canvas, style, [disabled], [aria-disabled=true], [data-testid=stSliderThumbValue]")) continue;
    let behind = [255, 255, 255];
    let opacity = 1;
    const around = [];
    for (let element = holder; element; element = element.parentElement) around.unshift(element);
    for (const element of around) {
      const style = getComputedStyle(element);
      if (style.backgroundColor.startsWith("rgb")) behind = over(colour(style.backgroundColor), behind, 1);
      opacity *= Number(style.opacity);
    }
    const [a, b] = [light(over(colour(getComputedStyle(holder).color), behind, opacity)), light(behind)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const enough = holder.closest("[data-testid=stIconMaterial]") ? 3 : 4.5;
    if (opacity > 0.05 && ratio < enough) pale.push(`${said}: ${ratio.toFixed(2)}`);
  }
  return pale;
}
