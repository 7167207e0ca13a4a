"""A window of WebKitGTK that a driver controls, run by Debian's Python: it has the bindings. Pages run no scripts."""

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 (versions are chosen before)


def main() -> None:
    """Show one window, in which the driver opens addresses, until the driver closes it."""
    context = WebKit2.WebContext.new_ephemeral()
    context.set_automation_allowed(True)
    context.get_website_data_manager().set_tls_errors_policy(WebKit2.TLSErrorsPolicy.IGNORE)
    context.connect("automation-started", lambda _context, session: _control(context, session))
    Gtk.main()


def _control(context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
    info = WebKit2.ApplicationInfo()
    info.set_name("MiniBrowser")
    info.set_version(1, 0, 0)
    session.set_application_info(info)
    session.connect("create-web-view", lambda _session: _view(context))


def _view(context: WebKit2.WebContext) -> WebKit2.WebView:
    settings = WebKit2.Settings(enable_javascript_markup=False)
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True, settings=settings)
    window = Gtk.Window()
    window.set_decorated(False)
    window.add(view)
    window.show_all()
    view.connect("close", lambda _view: Gtk.main_quit())
    return view


if __name__ == "__main__":
    main()
