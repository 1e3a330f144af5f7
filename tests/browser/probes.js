/** What is measured in a page as it stands; each gives what breaks the rule, described for the one who mends it. */
({
  TARGETS: "a[href], button, summary, input:not([type=hidden]), select, textarea",

  describe(place) {
    const { outerHTML } = place.cloneNode(false);
    return `${outerHTML.slice(0, 140)} ${place.textContent.trim().slice(0, 40)}`;
  },

  /** What is to be dealt with now: behind a dialog that wants an answer first, nothing is. */
  room() {
    return document.querySelector("dialog:modal") ?? document.body;
  },

  /** Seen by somebody: laid out, not moved out of sight, larger than a point. */
  seen(place) {
    const { width, height } = place.getBoundingClientRect();
    return this.room().contains(place) && place.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
  },

  /** All that can be touched, each with the box that its labels make with it. */
  targets() {
    return [...document.querySelectorAll(this.TARGETS)]
      .filter((place) => !place.matches(".unseen, .skip"))
      .map((place) => {
        const boxes = [place, ...(place.labels ?? [])].filter((part) => this.seen(part));
        const sides = boxes.map((part) => part.getBoundingClientRect());
        const most = (side, pick) => pick(...sides.map((box) => box[side]));
        const [left, top] = [most("left", Math.min), most("top", Math.min)];
        return { place, left, top, right: most("right", Math.max), bottom: most("bottom", Math.max) };
      })
      .filter(({ left }) => Number.isFinite(left));
  },

  /** A link within a sentence may be as high as its line (WCAG 2.5.8), and so may nothing else. */
  isInSentence(place) {
    const around = place.closest("p, li, td, th, h1, h2, dd, figcaption")?.textContent ?? "";
    const isInline = getComputedStyle(place).display === "inline";
    return place.tagName === "A" && isInline && around.trim() !== place.textContent.trim();
  },

  small(least) {
    return this.targets()
      .filter(({ left, right, top, bottom }) => right - left < least - 0.1 || bottom - top < least - 0.1)
      .filter(({ place }) => least > 24 || !this.isInSentence(place))
      .map(({ place }) => this.describe(place));
  },

  /** What somebody has opened lies on a ground of its own: the page goes on under it, and is not touched there. */
  opened(place) {
    return place.closest("dialog, .languages > div");
  },

  /** Neighbours so near that a finger could mean either. */
  crowded(gap) {
    const all = this.targets().map((target) => ({ ...target, opened: this.opened(target.place) }));
    const apart = (one, other) =>
      Math.max(one.left - other.right, other.left - one.right, one.top - other.bottom, other.top - one.bottom);
    return all.flatMap((one, at) =>
      all
        .slice(at + 1)
        .filter((other) => other.opened === one.opened && apart(one, other) < gap - 0.1)
        .map((other) => `${apart(one, other)} px: ${this.describe(one.place)} and ${this.describe(other.place)}`),
    );
  },

  isSideways() {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth;
  },

  sideways() {
    return this.isSideways() ? ["beside the window"] : [];
  },

  /** What is amiss, of these faults, with how the page fits its window. */
  unfit(faults) {
    const lines = this.lines();
    return faults.flatMap((name) => this[name](lines).map((text) => `${name} ${text}`));
  },

  /** Every line of text that somebody sees, with its box. */
  lines() {
    const found = [];
    const walker = document.createTreeWalker(this.room(), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (!node.data.trim() || !this.seen(holder) || holder.closest(".unseen, noscript, script, datalist, option")) continue;
      if (!holder.checkVisibility({ opacityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width > 1) found.push({ node, holder, box, text: node.data.trim().slice(0, 40) });
      }
    }
    return found;
  },

  /** The nearest ancestor that cuts off what goes beyond it sideways; one that scrolls cuts off nothing. */
  cuts(holder) {
    for (let place = holder; place && place !== document.documentElement; place = place.parentElement) {
      const { overflowX } = getComputedStyle(place);
      if (overflowX === "auto" || overflowX === "scroll") return null;
      if (overflowX === "hidden" || overflowX === "clip") return place;
    }
    return document.documentElement;
  },

  /** Text that is cut off at a side, or runs out of the button it stands on. */
  cut(lines) {
    return lines
      .filter(({ holder, box }) => {
        const edge = holder.closest("button, summary, .pick") ?? this.cuts(holder);
        const within = edge === document.documentElement ? { left: 0, right: edge.clientWidth } : edge?.getBoundingClientRect();
        return within && (box.left < within.left - 1 || box.right > within.right + 1);
      })
      .map(({ text }) => text);
  },

  /** Words that are torn apart because their column has no room for them. */
  torn(lines) {
    const boxes = new Map();
    for (const { node, box } of lines) boxes.set(node, (boxes.get(node) ?? new Set()).add(Math.round(box.top)));
    const parts = ({ data }) => data.trim().split(/[\s\u2010-\u2014/-]+/);
    return [...boxes]
      .filter(([node, tops]) => tops.size > parts(node).length && parts(node).every((word) => word.length < 20))
      .map(([node]) => node.data.trim().slice(0, 40));
  },

  /** Lines of text that lie on each other. Their boxes are higher than their letters: the middle half counts. */
  overlapping(lines) {
    const all = lines.map(({ node, holder, text, box }) => ({
      node,
      opened: this.opened(holder),
      text,
      left: box.left,
      right: box.right,
      top: box.top + box.height / 4,
      bottom: box.bottom - box.height / 4,
    }));
    const meet = (one, other) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
    return all.flatMap((one, at) =>
      all
        .slice(at + 1)
        .filter((other) => other.node !== one.node && other.opened === one.opened && meet(one, other))
        .map((other) => `${one.text} / ${other.text}`),
    );
  },

  /** What a Tab can lead to: of radio buttons with one name only the group counts. */
  stops() {
    const all = [...this.room().querySelectorAll(`${this.TARGETS}, [tabindex='0']`)];
    const names = new Set();
    return all.filter((place) => {
      if (place.disabled || place.tabIndex < 0 || !place.checkVisibility({ visibilityProperty: true })) return false;
      if (place.type !== "radio") return true;
      if (names.has(place.name)) return false;
      return names.add(place.name);
    });
  },

  countStops() {
    return this.stops().length;
  },

  stop(number) {
    return this.describe(this.stops()[number]);
  },

  /** As if the page were new: the next Tab goes to what comes first. */
  toTheTop() {
    scrollTo(0, 0);
    const room = this.room();
    const top = room === document.body ? document.documentElement : room;
    top.tabIndex = -1;
    top.focus();
  },

  /** The colour that this stands on. */
  ground(place) {
    for (let around = place; around; around = around.parentElement) {
      const { backgroundColor } = getComputedStyle(around);
      if (!backgroundColor.endsWith(", 0)")) return backgroundColor;
    }
    return "";
  },

  /** Where the focus is now: its place among all elements, and whether something lies over it or it is out of sight. */
  focus() {
    const place = document.activeElement;
    if (!place || place === document.body || place === document.documentElement) return null;
    const { outlineStyle, opacity } = getComputedStyle(place);
    const isRinged = outlineStyle !== "none" && opacity !== "0";
    const part = (isRinged ? null : place.closest("label, .line")) ?? place;
    const { left, top, width, height } = part.getBoundingClientRect();
    const above = document.elementFromPoint(left + Math.min(width, innerWidth - left) / 2, top + Math.min(height, innerHeight - top) / 2);
    const isRadio = place.type === "radio";
    const first = isRadio ? place.form.querySelector(`input[name="${place.name}"]:enabled`) : place;
    return {
      at: [...document.querySelectorAll("*")].indexOf(place),
      stop: this.stops().indexOf(first),
      isCovered: !above || !(part.contains(above) || above.contains(part) || place.labels?.[0]?.contains(above)),
      kind: `${place.tagName} ${place.type ?? ""} ${place.className} on ${this.ground(place)}`,
      words: this.describe(place),
      box: [left, top, left + width, top + height],
    };
  },

  /** The wishes of somebody who needs larger or looser type (WCAG 1.4.4, 1.4.12); without any, back to ours. */
  setType(wishes) {
    const sheet = new CSSStyleSheet();
    const { size = "100%", loose = false } = wishes ?? {};
    const spacing = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }";
    sheet.replaceSync(`html { font-size: ${size} } ${loose ? `${spacing} p { margin-block-end: 2em !important }` : ""}`);
    document.adoptedStyleSheets = [sheet];
  },

  /** What moves although it has been asked not to, and what would move for ever. */
  moving(onlyEndless) {
    const all = document.getAnimations();
    return all.filter((one) => !onlyEndless || one.effect.getTiming().iterations === Number.POSITIVE_INFINITY).length;
  },

  /** What could make a sound or a motion by itself. */
  restless() {
    return document.querySelectorAll("audio, video, [autoplay], marquee, blink").length;
  },
})
