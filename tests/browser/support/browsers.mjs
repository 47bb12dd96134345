import puppeteer from "puppeteer-core";

const root = process.getuid?.() === 0;

function chromium() {
  return puppeteer.launch({
    browser: "chrome",
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: root ? ["--no-sandbox"] : [],
  });
}

// Automation relaxes what pages from file:// may do, by Firefox's own recommended preferences and
// by puppeteer's profile. Readers have neither, so a test that needs them would pass falsely.
const AS_READERS_HAVE_IT = {
  "remote.prefs.recommended": false,
  "security.fileuri.strict_origin_policy": true,
};

// `remote.prefs.recommended` also keeps Firefox itself quiet; these say so again.
const QUIET = {
  "app.update.auto": false,
  "browser.aboutwelcome.enabled": false,
  "browser.tabs.unloadOnLowMemory": false,
  "datareporting.policy.firstRunURL": "",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

function firefox(scheme) {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr",
    extraPrefsFirefox: {
      ...AS_READERS_HAVE_IT,
      ...QUIET,
      // WebDriver BiDi cannot emulate the colour scheme: 0 is dark, 1 is light.
      "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1,
    },
  });
}

const LAUNCH = { chromium, firefox };

export function launch(name, scheme = "light") {
  return LAUNCH[name](scheme);
}
