-- A session keeps its topic as a hash from now on, as all else does. Those who are logged in share no
-- patient until they launch anew.
UPDATE login_session SET topic = NULL;
