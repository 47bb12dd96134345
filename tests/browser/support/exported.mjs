/** What the page offers to save, as text, when `act` is done. Nothing is written to the disk. */
export async function exported(page, act) {
  await page.evaluate(() => {
    const click = HTMLAnchorElement.prototype.click;
    window.exported = new Promise((done) => {
      HTMLAnchorElement.prototype.click = function () {
        HTMLAnchorElement.prototype.click = click;
        done(window.lastBlob.text());
      };
    });
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      URL.createObjectURL = create;
      window.lastBlob = blob;
      return create.call(URL, blob);
    };
  });
  await act();
  return page.evaluate(() => window.exported);
}
