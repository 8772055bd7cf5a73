package steading.gateway;

/**
 * How HAProxy keeps requests waiting whose backend stands in a map, which is changed while it runs.
 * A value of the map says until when (in seconds since 1970) a request waits for its backend, and
 * until when it is told to come again later; after that nobody is there who would end it, and
 * requests go on as if nothing were.
 */
final class Holding {
  static final String MAP = "holds.map";
  static final String SCRIPT = "hold.lua";
  static final String PAGE = "maintenance.html";

  static final String GLOBAL = "  lua-load " + SCRIPT + "\n";

  /** For a front end, once a request's backend is known and before it is sent there. */
  static final String RULES =
      """
        http-request lua.hold if { var(txn.backend),map(%s) -m found }
        http-request return status 503 content-type "text/html; charset=utf-8" file %s hdr Retry-After %d hdr Cache-Control no-store if { var(txn.held) -m bool }
      """
          .formatted(MAP, PAGE, Pages.RETRY_SECONDS);

  /** Sleeping costs no thread; what is looked up is the map that the command line changes. */
  static final String LUA =
      """
      local holds = Map.new("%s", Map._str)

      core.register_action("hold", { "http-req" }, function(txn)
        local backend = txn:get_var("txn.backend")
        while true do
          local value = holds:lookup(backend)
          if value == nil then return end
          local patience, limit = value:match("^(%%d+):(%%d+)$")
          local now = core.now().sec
          if patience == nil or now >= tonumber(limit) then return end
          if now >= tonumber(patience) then
            txn:set_var("txn.held", true)
            return
          end
          core.msleep(100)
        end
      end, 0)
      """
          .formatted(MAP);

  private Holding() {}
}
