<?php
// People log in with a database account; nothing is stored here.
$cfg['blowfish_secret'] = trim((string) file_get_contents('/run/secrets/cookie_secret'));
$i = 1;
$cfg['Servers'][$i]['auth_type'] = 'cookie';
$cfg['Servers'][$i]['host'] = getenv('DB_HOST');
$cfg['Servers'][$i]['port'] = getenv('DB_PORT');
$cfg['Servers'][$i]['AllowNoPassword'] = false;
$cfg['Servers'][$i]['AllowRoot'] = false;
$cfg['AllowArbitraryServer'] = false;
$cfg['LoginCookieValidity'] = 1440;
$cfg['TempDir'] = '/web/tmp';
$cfg['SaveDir'] = '';
$cfg['UploadDir'] = '';
$cfg['VersionCheck'] = false;
$cfg['SendErrorReports'] = 'never';
$cfg['ShowServerInfo'] = false;
