"""A notebook that is open in JupyterLab, as a reader meets it."""

# JupyterLab's own objects; what a reader sees is looked up in the page.
APP, PANEL = "window.jupyterapp", "window.openNotebook"
CODE_CELLS = f"{PANEL}.content.widgets.filter(c => c.model.type == 'code')"
ENTER, KEY_A = 13, 65
CONTROL, SHIFT = 2, 8


class NotebookPage:
    def __init__(self, page, lab, name):
        self.page, self.name = page, name
        page.open(lab.url(name, workspace=name.split(".")[0]))
        page.wait_until(f"{APP} && true", 90)
        page.evaluate(f"{APP}.restored.then(() => true)", 90)
        page.wait_until(f"""({PANEL} = [...{APP}.shell.widgets('main')].find(
            w => w.context && w.context.path == {name!r})) && true""", 90)
        page.evaluate(f"{APP}.shell.activateById({PANEL}.id)")
        page.evaluate(f"{PANEL}.revealed.then(() => true)", 90)
        page.evaluate(f"{PANEL}.sessionContext.ready.then(() => true)", 90)
        page.wait_until(f"{PANEL}.content.widgets.every(c => c.inputArea)", 90)
        self.wait_idle(90)

    def wait_idle(self, timeout=60):
        self.page.wait_until(f"{PANEL}.sessionContext.session.kernel.status"
                             " == 'idle'", timeout)

    def command(self, name, arguments="{}", timeout=60):
        return self.page.evaluate(
            f"{APP}.commands.execute('{name}', {arguments})"
            ".then(() => true)", timeout)

    def run_all(self, timeout=900):
        """Every cell, with the committed outputs out of the way."""
        self.command("notebook:clear-all-cell-outputs")
        self.command("notebook:run-all-cells", timeout=timeout)
        self.wait_idle()

    def errors(self):
        """What went wrong, but for the cells that announce it by a tag."""
        return self.page.evaluate(f"""{CODE_CELLS}
            .filter(c => !(c.model.getMetadata('tags') || [])
                             .includes('raises-exception'))
            .flatMap(c => c.model.outputs.toJSON())
            .filter(o => o.output_type == 'error')
            .map(o => o.ename + ': ' + o.evalue)""")

    def counts(self):
        """The execution count of each cell that has code in it."""
        return self.page.evaluate(f"""{CODE_CELLS}
            .filter(c => c.model.sharedModel.source.trim())
            .map(c => c.model.executionCount)""")

    def rendered_errors(self):
        """Outputs that JupyterLab could not draw."""
        return self.page.evaluate("""[...document.querySelectorAll(
            '.jp-OutputArea-output')].map(o => o.innerText)
            .filter(t => t.startsWith('Javascript Error')
                      || t.startsWith('Failed to'))""")

    def figures(self):
        """Width and height of each figure that is really drawn."""
        return self.page.evaluate("""Promise.all(
            [...document.querySelectorAll(
                '.jp-OutputArea-output img, .jp-OutputArea-output svg')]
            .map(async f => {
                if (f.decode) await f.decode();
                return [f.naturalWidth || f.clientWidth,
                        f.naturalHeight || f.clientHeight];
            }))""")

    def overhang(self):
        """By how many pixels the widest figure is too wide for the page."""
        return self.page.evaluate("""Math.max(
            ...[...document.querySelectorAll('.jp-RenderedSVG')]
               .map(f => f.scrollWidth - f.clientWidth))""")

    def edit(self, index, source):
        """Click into a code cell, type a new text over it, Shift+Enter."""
        spot = self.page.evaluate(f"""(async () => {{
            const cell = {CODE_CELLS}[{index}];
            {PANEL}.content.activeCellIndex =
                {PANEL}.content.widgets.indexOf(cell);
            await {PANEL}.content.scrollToItem(
                {PANEL}.content.activeCellIndex, 'center');
            await new Promise(done => setTimeout(done, 500));
            // A cell that is higher than the page has its text above it.
            const text = cell.node.querySelector('.cm-content');
            text.scrollIntoView({{block: 'nearest'}});
            text.querySelector('.cm-line').scrollIntoView({{block: 'center'}});
            await new Promise(done => setTimeout(done, 200));
            const box = text.getBoundingClientRect();
            return [box.x + 20, box.y + 8];
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            self.page.call("Input.dispatchMouseEvent", type=kind, x=spot[0],
                           y=spot[1], button="left", clickCount=1)
        self.page.press("a", KEY_A, CONTROL)
        self.page.type(source)
        self.page.press("Enter", ENTER, SHIFT, text="\r")

    def wait_for_output(self, index, text, timeout=60):
        """Until the page, not only the model, shows a text under a cell."""
        self.page.wait_until(f"""[...{CODE_CELLS}[{index}].node
            .querySelectorAll('.jp-OutputArea-output')]
            .some(o => o.innerText.includes({text!r}))""", timeout)

    def theme(self, name):
        self.command("apputils:change-theme", f"{{theme: {name!r}}}")
        self.page.wait_until("document.body.dataset.jpThemeName == "
                             f"{name!r}", 30)

    def screenshot(self, file, longest=16000):
        """The notebook in its whole length, so that it can be looked at: one
        picture, or name.png, name-2.png ... if it is longer than that."""
        self.page.call("Page.bringToFront")
        self.command("application:toggle-left-area")
        self.command("notebook:deselect-all")
        self.page.call("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
        self.page.resize(1100, longest)
        self.page.wait_until(f"{PANEL}.node.clientHeight > {longest - 200}")
        self.page.evaluate(f"{PANEL}.content.outerNode.scrollTop = 0")
        end = self.settled_end()
        self.page.resize(1100, min(max(end + 80, 900), longest))
        scroller, seen, number = f"{PANEL}.content.outerNode", 0, 1
        while number == 1 or seen < self.page.evaluate(
                f"{scroller}.scrollHeight"):
            self.page.evaluate(f"{scroller}.scrollTop = {seen}")
            self.pause(800)
            self.page.screenshot(file if number == 1 else file.with_name(
                f"{file.stem}-{number}{file.suffix}"))
            seen += self.page.evaluate(f"{scroller}.clientHeight")
            number += 1
        self.page.resize(1200, 900)
        self.command("application:toggle-left-area")

    def settled_end(self):
        """Where the last cell ends, when that has not changed for a second."""
        ends = []
        while len(ends) < 60 and (len(ends) < 6 or len(set(ends[-6:])) > 1):
            self.pause(200)
            ends.append(self.page.evaluate(
                f"Math.ceil({PANEL}.content.widgets.at(-1).node"
                ".getBoundingClientRect().bottom)"))
        return ends[-1]

    def pause(self, milliseconds):
        """For drawing, which announces no end."""
        self.page.evaluate("new Promise(done => setTimeout(() => done(true),"
                           f"{milliseconds}))")
