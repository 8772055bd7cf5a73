<?php
/* Written once, when this webspace was new. Replace it: it is yours. */
$host = htmlspecialchars($_SERVER['SERVER_NAME'] ?? 'this webspace', ENT_QUOTES);
$database = getenv('DB_HOST') !== false;
?>
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title><?= $host ?></title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
code { background: #8882; padding: .1em .3em; border-radius: .2em; }
</style>
<h1><?= $host ?> is ready</h1>
<p>This is the page of a new webspace. Nothing else is published yet.</p>
<h2>What to do next</h2>
<ul>
<li>Put your pages into <code>/web/html</code>, in place of this <code>index.php</code>.
    From the server: <code>tar c . | stead exec NAME web -T -- tar x -C /web/html</code></li>
<?php if ($database): ?>
<li>Your pages find the database in <code>getenv('DB_HOST')</code>, <code>DB_NAME</code>, <code>DB_USER</code>
    and the password in the file <code>getenv('DB_PASSWORD_FILE')</code>.
    phpMyAdmin is at <code>db.</code> before this host's name.</li>
<?php endif ?>
<li>Write what shall run by itself into <code>/web/crontab</code>, in cron's five fields and a command.</li>
<li>Limits, time zone and mail are settings: <code>stead info NAME</code>.</li>
</ul>
