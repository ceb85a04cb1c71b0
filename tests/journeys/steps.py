"""What people do in the journeys, and what is held against every page on the way."""

from tests.browsing import check_accessible, check_fits, go, press
from tests.demo_copies import PASSWORD

WIDTHS = (1280, 320)
OPEN_ALL = "document.querySelectorAll('details').forEach((part) => { part.open = true })"
WATCH = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.refused.push(`${event.violatedDirective} ${event.blockedURI}`);
  });
"""


class Visitor:
    """A person at a browser. `look` says that the page in front of them is one they can use."""

    def __init__(self, page, home, width=1280, scripts=True):
        self.page = page
        self.home = home
        self.width = width
        self.scripts = scripts
        self.said: list[str] = []  # what the browser complained of
        self.status = None
        self.looked_at: set[tuple] = set()
        page.on("response", self._note_status)
        page.on("console", lambda told: self.said.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        if scripts:
            page.add_init_script(WATCH)

    def _note_status(self, response):
        request = response.request
        if request.is_navigation_request() and request.frame == self.page.main_frame and response.status != 302:
            self.status = response.status

    # Going about ----------------------------------------------------------------------------------

    def go(self, path):
        go(self.page, self.home + path)
        self.look()
        return self

    def follow(self, name, within=None):
        """Click a link by its words, also one that looks like a button, and look at what comes."""
        where = within or self.page.locator("main")
        self._click(where.locator("a").get_by_text(name, exact=True))

    def press(self, name):
        """Press a button by its words, and look at what comes."""
        self._click(self.page.locator("main").get_by_role("button", name=name))

    def _click(self, target):
        press(target.filter(visible=True).first)
        self.look()

    def menu(self, name):
        """Take an entry of the portal's menu, which a narrow page folds away."""
        menu = self.page.get_by_role("navigation", name="Menu")
        button = menu.get_by_role("button", name="Menu")
        if button.is_visible():
            button.click()
        self.follow(name, within=menu)

    def sign_in(self, email):
        self.go("/accounts/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        assert self.page.get_by_role("heading", level=1).inner_text() == "What needs you"

    def sign_out(self):
        self._click(self.page.get_by_role("banner").get_by_role("button", name="Sign out"))
        assert "/accounts/login/" in self.page.url

    # What is seen ---------------------------------------------------------------------------------

    def words(self, selector="main") -> str:
        return " ".join(self.page.locator(selector).first.inner_text().split())

    def row(self, title) -> str:
        """The words of one risk's row in the register's table."""
        heading = self.page.get_by_role("rowheader").filter(has_text=title)
        return " ".join(self.page.get_by_role("row").filter(has=heading).first.inner_text().split())

    def figure(self, name) -> str:
        """One of the figures at the head of a risk's page: "Score", "Target"."""
        boxes = self.page.locator(".rp-standing__item")
        return " ".join(boxes.filter(has=self.page.locator("dt", has_text=name)).first.inner_text().split())

    def error_at(self, label) -> str:
        """What is wrong with the field of this label, as a screen reader says it with the field."""
        told = self.page.get_by_label(label).get_attribute("aria-describedby").split()
        return " ".join(self.words(f"[id={part}]") for part in told if part.endswith("_error"))

    # What is held against every page --------------------------------------------------------------

    def look(self, *widths):
        """It answered, it fits, nothing is refused or broken, and axe finds nothing. Without scripts: it answered."""
        where = self.page.url.removeprefix(self.home)
        assert self.status == 200, f"{where} answered {self.status}"
        if not self.scripts:
            return
        refused = self.page.evaluate("window.refused")
        assert not self.said, f"{where}: {self.said}"
        assert not refused, f"{where}: {refused}"
        for width in widths or [self.width]:
            self._check_at(width, f"{where} at {width} px")

    def _check_at(self, width, where):
        if self.page.viewport_size["width"] != width:
            self.page.set_viewport_size({"width": width, "height": 900})
        check_fits(self.page, where)
        page = (where, self.words("body"))
        if page in self.looked_at:  # the same words at the same address: axe is dear and would say the same
            return
        self.looked_at.add(page)
        check_accessible(self.page, where)
